import type { AskedAws, LocatedFinding } from '../preflight/ask-aws.ts';
import { columns } from './columns.ts';
import { plain, style } from './style.ts';
import { wrap } from './wrap.ts';

type Kind = LocatedFinding['kind'];

const LOOKS: Record<Kind, { mark: string; format: Parameters<typeof style>[0]; count: (n: number) => string }> = {
  mistake: { mark: '✗', format: 'red', count: (n) => (n === 1 ? '1 mistake' : `${n} mistakes`) },
  warning: { mark: '!', format: 'yellow', count: (n) => (n === 1 ? '1 warning' : `${n} warnings`) },
  unchecked: { mark: '?', format: 'cyan', count: (n) => `${n} not checked` },
};

const KINDS: Kind[] = ['mistake', 'warning', 'unchecked'];

const WHAT_TO_SET =
  'Set AWS_PROFILE (or --profile), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_REGION; --offline leaves it out.';

const WHAT_TO_RENEW = 'Log in again, or see that AWS can be reached from here; --offline leaves it out.';

/** What AWS said, after one line about the file itself: mistakes first, each with its place and its remedy. */
export function renderAsked(file: string, asked: AskedAws): string {
  if (!asked.asked)
    return style(
      'yellow',
      `Not checked against AWS: ${plain(asked.why)}. ${asked.isRefused ? WHAT_TO_RENEW : WHAT_TO_SET}`,
    );
  const { account, region, findings } = asked;
  const where = `AWS${account ? ` account ${account}` : ''} in ${region}`;
  if (findings.length === 0) return `${where} has everything that it names.`;
  const counted = KINDS.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    return count > 0 ? [LOOKS[kind].count(count)] : [];
  });
  const lines = KINDS.flatMap((kind) => findings.filter((finding) => finding.kind === kind)).map((finding) =>
    renderFinding(file, finding),
  );
  return [`${where} was asked for everything that it names: ${counted.join(', ')}.`, '', ...lines].join('\n');
}

function renderFinding(file: string, { kind, line, path, message, remedy }: LocatedFinding): string {
  const { mark, format } = LOOKS[kind];
  const indented = (text: string): string[] => wrap(plain(text), columns() - 6).map((part) => `      ${part}`);
  return [
    `  ${style(format, mark)} ${file}:${line}  ${path}`,
    ...indented(message),
    ...indented(remedy).map((part) => style('gray', part)),
  ].join('\n');
}
