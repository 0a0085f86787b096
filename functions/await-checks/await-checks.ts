import type { ChecksVerdict } from '#core/checks/judge-checks.ts';
import { judgeChecks } from '#core/checks/judge-checks.ts';
import { allMissing } from '#core/checks/open-checks.ts';
import { type OutcomeError, outcomeError } from '#core/errors.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { wakeKeys } from '#core/ledger/keys.ts';
import type { BuildPlan, ChecksPlan } from '#core/plan/plan.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { isTerminal } from '#core/release/release.ts';
import { type Again, lookAgainAt } from '#core/waits/sooner.ts';
import { lookOrPark } from '#functions/steps/look-or-park.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { recordPassed, recordWaiting } from './record-checks.ts';
import { type CommitPorts, seeCommit } from './see-commit.ts';
import { whyPointless } from './why-pointless.ts';

export interface AwaitChecksPorts extends CommitPorts {
  table: Table;
  tokens: Tokens;
  now: Now;
}

export interface AwaitChecksInput {
  release: string;
  checks: ChecksPlan;
  build: BuildPlan;
  token: string;
  attempt: string;
  /** Seconds until the state machine looks again by itself. */
  lookAfter: number;
}

/** What the state machine is told when the wait is over. */
export type Checked =
  | { status: 'passed' }
  /** Nothing new, but in so many seconds its time is over: look then. */
  | Again
  /** The release ends here: `error` is one of `OUTCOME_ERRORS`. */
  | { status: 'ended'; error: OutcomeError; reason: string };

/** Waits until every check that the release needs is green, its time is over, or nobody wants it any more. */
export async function awaitChecks(ports: AwaitChecksPorts, input: AwaitChecksInput): Promise<void> {
  const { repositoryId, sha } = await readRelease(ports.table, input.release);
  const parking = {
    release: input.release,
    // Before any stage.
    what: 'build/checks',
    wakeKeys: [wakeKeys.checks(repositoryId, sha)],
    token: input.token,
    attempt: input.attempt,
  };
  await lookOrPark(ports, parking, async () => ({ settled: await look(ports, input) }));
}

async function look(ports: AwaitChecksPorts, input: AwaitChecksInput): Promise<Checked | undefined> {
  const before = await readRelease(ports.table, input.release);
  if (before.state !== 'CHECKING') return beyond(before);
  const commit = await seeCommit(ports, before, input.checks.require);
  return settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    if (release.state !== 'CHECKING') return { changes: [], result: beyond(release) };
    const pointless = await whyPointless(ports.table, release, commit);
    if (pointless) return { changes: [], result: { status: 'ended', ...pointless } };
    const now = ports.now();
    const { since, until } = release.checks ?? allMissing(input.checks.require, now, input.checks.within);
    const verdict = judgeChecks({ require: input.checks.require, seen: commit.seen, since, until, now });
    return answer(input, { release, verdict, now });
  });
}

/** It was cancelled; or it went on already, and the answer that said so was lost. */
const beyond = ({ state, reason }: StoredRelease): Checked =>
  isTerminal(state)
    ? { status: 'ended', error: state === 'SUCCEEDED' ? 'Superseded' : outcomeError(state), reason: reason ?? state }
    : { status: 'passed' };

function answer(
  { build, lookAfter }: AwaitChecksInput,
  { release, verdict, now: at }: { release: StoredRelease; verdict: ChecksVerdict; now: number },
) {
  const { sentence } = verdict;
  switch (verdict.kind) {
    case 'passed':
      return { changes: recordPassed(release, build, sentence, at), result: { status: 'passed' as const } };
    case 'waiting':
      return {
        changes: recordWaiting(release, verdict.checks, sentence, at),
        result: lookAgainAt(verdict.checks.until, lookAfter, at),
      };
    case 'expired':
      return { changes: [], result: { status: 'ended' as const, error: 'Expired' as const, reason: sentence } };
    default:
      return verdict satisfies never;
  }
}
