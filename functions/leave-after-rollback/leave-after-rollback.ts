import { outcomeError } from '#core/errors.ts';
import type { Environment, Quarantine, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, put, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { isTerminal, type Release } from '#core/release/release.ts';
import {
  concludeRollback,
  type RollbackConclusion,
  type TargetRollback,
  type TurnCause,
} from '#core/rollback/conclude-rollback.ts';
import { sayCurrent } from '#core/words/say-current.ts';
import { type Failure, sayFailure } from '#core/words/say-failure.ts';
import { holdFence, releaseOf } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';

export interface LeaveAfterRollbackPorts {
  table: Table;
  tokens: Tokens;
  now: Now;
}

export interface LeaveAfterRollbackInput {
  release: string;
  stage: string;
  fence: number;
  /** What went wrong in the first place. */
  failure: Failure;
  /** Empty when the way back itself broke down: then nothing is proved. */
  targets: TargetRollback[];
  /** What broke the way back, when it did. */
  broken?: string;
}

/** `passed`: the execution goes on as if nothing had failed. Otherwise it fails with this error. */
export type LeftAfterRollback = { passed: true } | { passed: false; error: string; reason: string };

/**
 * One transaction: the release's end, the hold, the quarantine, the lock. A rollback that a person asked for and that is proved has
 * passed; so has a release that had left the stage for good before something failed.
 */
export async function leaveAfterRollback(
  ports: LeaveAfterRollbackPorts,
  input: LeaveAfterRollbackInput,
): Promise<LeftAfterRollback> {
  const { service } = releaseOf(input.release);
  const ended = await settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    const run = (await ports.table.read(keys.run(input.release, input.stage))) as Stored<Run>;
    if (isTerminal(release.state))
      return { changes: [], result: { state: release.state, reason: release.reason ?? release.state } };
    if (hasPassed(run)) return { changes: [], result: { state: 'SUCCEEDED' as const, reason: '' } };
    const environment = await holdFence(ports.table, input, input.fence);
    const goesTo = release.turnsBack?.goesTo ?? environment.current;
    const cause = run.rollback?.reason ?? sayFailure(input.failure);
    const conclusion = concludeRollback({
      stage: input.stage,
      cause: causeOf(release, run),
      why: input.broken ? `${cause} (the way back: ${input.broken})` : cause,
      targets: input.targets,
      previous: goesTo && sayCurrent(service, goesTo),
      migration: run.migration,
    });
    const changes = await concluding(ports, { release, environment, run, conclusion, why: cause });
    return { changes, result: { state: conclusion.state, reason: conclusion.sentence } };
  });
  await wakeAfterwards(ports, [wakeKeys.stage(service, input.stage)]);
  if (ended.state === 'SUCCEEDED') return { passed: true };
  return { passed: false, error: outcomeError(ended.state), reason: ended.reason };
}

/** It left the stage as it should, as it has not ended, and what failed afterwards changed nothing there. */
const hasPassed = ({ leftAt }: Run): boolean => leftAt !== undefined;

function causeOf({ turnsBack, state }: StoredRelease, { rollback }: Run): TurnCause {
  if (turnsBack) return 'by hand';
  if (state === 'CANCELLING') return 'cancel';
  return rollback?.isSettling ? 'settle' : 'failure';
}

interface Bad {
  release: number;
  sha?: string;
}

interface Ending {
  release: StoredRelease;
  environment: Stored<Environment>;
  run: Stored<Run>;
  conclusion: RollbackConclusion;
  why: string;
}

async function concluding(
  { table, now }: LeaveAfterRollbackPorts,
  { release, environment, run, conclusion, why }: Ending,
): Promise<Change[]> {
  const at = now();
  const { holder, hold: before, ...rest } = environment;
  const bad = badOf(release, conclusion);
  const hold = conclusion.hold
    ? { kind: conclusion.hold, ...bad, reason: conclusion.sentence, since: at }
    : inherited(before);
  const next: Environment = {
    ...rest,
    ...(release.turnsBack && conclusion.state === 'SUCCEEDED' ? { current: release.turnsBack.goesTo } : {}),
    ...(hold ? { hold } : {}),
    ...(conclusion.freeLock || !holder ? {} : { holder }),
  };
  const changes = [
    change(environment, next),
    change(run, { ...run, leftAt: at }),
    ...record(release, {
      kind: 'ended',
      to: conclusion.state,
      at,
      actor: release.turnsBack?.by ?? release.cancelled?.by ?? 'bakewatch',
      stage: environment.stage,
      sentence: conclusion.sentence,
      page: conclusion.page,
      set: { leaves: leavesOf(next) },
    }),
  ];
  if (!conclusion.quarantine || bad.sha === undefined || bad.sha === next.current?.sha) return changes;
  const key = keys.quarantine(release.service, bad.sha);
  const quarantine: Quarantine = {
    service: release.service,
    sha: bad.sha,
    release: bad.release,
    stage: environment.stage,
    reason: why,
    at,
  };
  return [...changes, put(key, await table.read(key), quarantine)];
}

const leavesOf = ({ holder, hold }: Environment): NonNullable<Release['leaves']> =>
  holder ? 'locked' : hold ? 'held' : 'free';

/**
 * Whose fault it was: the release's own, or of whatever a person took the stage back from; the commit of a rollback by hand is the good
 * one. A rollback by hand that failed has the lock itself, and the hold over a lock names who has it.
 */
function badOf({ turnsBack, number, sha }: StoredRelease, { state }: RollbackConclusion): Bad {
  if (!turnsBack) return { release: number, sha };
  return (state === 'SUCCEEDED' ? turnsBack.from : undefined) ?? { release: number };
}

/** A hold over an inconclusive bake ends with the bake. */
const inherited = (hold: Environment['hold']): Environment['hold'] =>
  hold?.kind === 'inconclusive' ? undefined : hold;
