import type { Explanation, ServiceExplanation, StageExplanation, Way } from '#core/explain/explanation.ts';
import { sayMoment } from '#core/words/say-time.ts';
import { plain, STATE_WIDTH, sayState, style } from './style.ts';

type Format = Parameters<typeof style>[0];

/** An explanation for a person at a terminal: the answer first, then the releases and stages behind it, then what brings it on. */
export function renderExplanation({ headline, sha, subject, services, next, unanswered }: Explanation): string {
  return [
    style('bold', plain(headline)),
    ...(sha ? ['', `commit   ${sha}  ${plain(subject ?? '')}`.trimEnd()] : []),
    ...services.flatMap((service) => renderService(service, services.length > 1)),
    ...renderWays(next),
    ...unanswered.map((sentence) => `\n${style('yellow', `‼ ${plain(sentence)}`)}`),
  ].join('\n');
}

function renderService(
  { service, sentence, releases, stages, next }: ServiceExplanation,
  isOneOfMany: boolean,
): string[] {
  const news = releases.filter((line) => !sentence.includes(line.sentence));
  const width = Math.max(0, ...stages.map(({ stage }) => stage.length));
  return [
    ...(isOneOfMany ? ['', style('bold', service), plain(sentence)] : []),
    '',
    ...news.map(
      (line) => `${style('bold', line.release)}  ${sayState(line.state, STATE_WIDTH)}  ${plain(line.sentence)}`,
    ),
    ...(news.length > 0 ? [''] : []),
    ...stages.map((stage) => renderStage(stage, width)),
    ...renderWays(next),
  ];
}

const LOOKS: Record<StageExplanation['kind'], { mark: string; format: Format }> = {
  there: { mark: '✓', format: 'green' },
  moving: { mark: '›', format: 'cyan' },
  waiting: { mark: '◦', format: 'yellow' },
  ahead: { mark: '·', format: 'gray' },
  left: { mark: '↩', format: 'red' },
  ended: { mark: '✗', format: 'red' },
  never: { mark: '✗', format: 'gray' },
};

function renderStage({ kind, stage, sentence }: StageExplanation, width: number): string {
  const { mark, format } = LOOKS[kind];
  return `  ${style(format, `${mark} ${stage.padEnd(width)}`)}  ${plain(sentence)}`;
}

function renderWays(ways: Way[]): string[] {
  if (ways.length === 0) return [];
  return ['', style('bold', 'what brings it on'), ...ways.flatMap(renderWay)];
}

const renderWay = ({ what, at, command }: Way): string[] => [
  `  • ${plain(what)}${at === undefined || what.includes(sayMoment(at)) ? '' : ` (${sayMoment(at)})`}`,
  ...(command ? [`      ${style('cyan', plain(command))}`] : []),
];
