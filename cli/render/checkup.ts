import type { Finding } from '#core/doctor/finding.ts';
import { columns } from './columns.ts';
import { plain, style } from './style.ts';
import { wrap } from './wrap.ts';

const LOOKS: Record<Finding['kind'], { mark: string; format: Parameters<typeof style>[0]; said: string }> = {
  wrong: { mark: '✗', format: 'red', said: 'wrong' },
  warning: { mark: '!', format: 'yellow', said: 'to look at' },
  unchecked: { mark: '?', format: 'cyan', said: 'not checked' },
  ok: { mark: '✓', format: 'green', said: 'well' },
};

const KINDS = Object.keys(LOOKS) as Finding['kind'][];
const INDENT = 4;

/** What was looked at, in its order, each with its remedy below it; last, how it is as a whole. */
export function renderCheckup(place: string, findings: Finding[]): string {
  const widest = Math.max(...findings.map(({ about }) => about.length));
  const counted = KINDS.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    return count > 0 ? [style(LOOKS[kind].format, `${count} ${LOOKS[kind].said}`)] : [];
  });
  return [
    style('bold', `Bakewatch in ${place}`),
    '',
    ...findings.map((finding) => renderFinding(finding, widest)),
    '',
    counted.join(', '),
  ].join('\n');
}

function renderFinding({ kind, about, message, remedy }: Finding, widest: number): string {
  const { mark, format } = LOOKS[kind];
  const indent = INDENT + widest + 2;
  const [first = '', ...others] = wrap(plain(message), columns() - indent);
  const below = [
    ...others,
    ...(remedy ? wrap(plain(remedy), columns() - indent).map((line) => style('gray', line)) : []),
  ];
  return [
    `  ${style(format, mark)} ${about.padEnd(widest)}  ${first}`,
    ...below.map((line) => ' '.repeat(indent) + line),
  ].join('\n');
}
