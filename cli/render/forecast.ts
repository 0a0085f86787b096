import type { Forecast, ForecastLine, StageForecast } from '#core/forecast/forecast.ts';
import { columns } from './columns.ts';
import { plain, style } from './style.ts';
import { wrap } from './wrap.ts';

const LABEL_WIDTH = 12;
/** What a push would do, for a person at a terminal: labels on the left, sentences beside them, no line wider than the terminal. */
export function renderForecast({ service, repository, lines, stages, takes }: Forecast): string {
  return [
    `${style('bold', service)}  ${style('gray', repository)}`,
    '',
    ...lines.flatMap((line) => renderLine(line, 2)),
    ...stages.flatMap(renderStage),
    '',
    ...beside('takes', [takes.sentence], 2),
  ].join('\n');
}

const renderStage = ({ name, lines }: StageForecast, i: number): string[] => [
  '',
  `  ${style('cyan', `${i + 1}`)} ${style('bold', name)}`,
  ...lines.flatMap((line) => renderLine(line, 4)),
];

/** What lets nobody in now is marked: it is what a reader looks for. */
function renderLine({ what, says, letsIn }: ForecastLine, indent: number): string[] {
  const [first = '', ...rest] = beside(what, says, indent);
  if (letsIn === undefined) return [first, ...rest];
  const mark = letsIn ? style('green', '✓') : style('yellow', '✗');
  return [first.slice(0, indent - 2) + mark + first.slice(indent - 1), ...rest];
}

/** Each sentence begins on a line of its own. */
function beside(label: string, sentences: string[], indent: number): string[] {
  const width = columns() - indent - LABEL_WIDTH;
  const wrapped = sentences.flatMap((sentence) => wrap(plain(sentence), width));
  return wrapped.map(
    (text, i) => ' '.repeat(indent) + style('gray', (i === 0 ? label : '').padEnd(LABEL_WIDTH)) + text,
  );
}
