import { isDeepStrictEqual } from 'node:util';
import type { OpenChecks } from '#core/checks/open-checks.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { change, record } from '#core/ledger/record.ts';
import type { BuildPlan } from '#core/plan/plan.ts';
import type { Change } from '#core/ports/table.ts';

/** A release that waits says for what, once per reason, and keeps it for whoever asks. */
export function recordWaiting(release: StoredRelease, checks: OpenChecks, sentence: string, at: number): Change[] {
  const isKnown = isDeepStrictEqual(release.checks, checks);
  if (release.reason === sentence) return isKnown ? [] : [change(release, { ...release, checks })];
  const logs = checks.open.find(({ is }) => is === 'red')?.link;
  return record(release, { kind: 'blocked', at, actor: 'bakewatch', sentence, logs, set: { checks } });
}

/** Nothing is open any more: it is built, or what it was built to before is used again. */
export function recordPassed(release: StoredRelease, build: BuildPlan, sentence: string, at: number): Change[] {
  const { since, until } = release.checks ?? { since: at, until: at };
  return record(release, {
    kind: 'checked',
    to: build.reuse ? 'PREPARING' : 'BUILDING',
    at,
    actor: 'bakewatch',
    sentence,
    set: { checks: { kind: 'checks', open: [], since, until } },
  });
}
