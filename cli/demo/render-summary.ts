import { sayDuration } from '#core/config/duration.ts';
import { releaseId, shortSha } from '#core/release/release.ts';
import { plain, sayState, style } from '../render/style.ts';
import { renderTable } from '../render/table.ts';
import type { DemoResult } from './play-script.ts';

export function renderSummary({ releases, visitors, checks }: DemoResult, tookMs: number): string {
  const table = renderTable(
    ['release', 'commit', 'outcome', 'took', 'why'],
    releases.map((r) => [
      releaseId(r),
      `${shortSha(r.sha)} ${plain(r.subject)}`,
      sayState(r.state),
      sayDuration((r.endedAt ?? r.acceptedAt) - r.acceptedAt),
      plain(r.reason ?? ''),
    ]),
  );
  const proofs = checks.map(
    ({ what, holds, seen }) =>
      `${holds ? style('green', '✓') : style('red', '✗')} ${what}${holds ? '' : style('red', ` (${seen})`)}`,
  );
  const { good, bad, lost } = visitors;
  return [
    '',
    table,
    '',
    ...proofs,
    '',
    `${good} visits served, ${bad} answered badly by the bad release, ${lost} lost; ${sayDuration(tookMs)} in all`,
  ].join('\n');
}
