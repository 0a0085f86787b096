import { outcomeError } from '#core/errors.ts';
import type { Environment, Quarantine, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, put, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { isTerminal } from '#core/release/release.ts';
import { concludeRollback, type RollbackConclusion, type TargetRollback } from '#core/rollback/conclude-rollback.ts';
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

/** One transaction: the release's end, the hold, the quarantine, the lock. Answers with the error its execution fails with. */
export async function leaveAfterRollback(
  ports: LeaveAfterRollbackPorts,
  input: LeaveAfterRollbackInput,
): Promise<{ error: string; reason: string }> {
  const { service } = releaseOf(input.release);
  const ended = await settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    if (isTerminal(release.state))
      return { changes: [], result: { state: release.state, reason: release.reason ?? release.state } };
    const environment = await holdFence(ports.table, input, input.fence);
    const run = (await ports.table.read(keys.run(input.release, input.stage))) as Stored<Run>;
    const previous = environment.current && sayCurrent(service, environment.current);
    const cause = sayFailure(input.failure);
    const why = input.broken ? `${cause} (the way back: ${input.broken})` : cause;
    const conclusion = concludeRollback(input.stage, why, input.targets, previous);
    const changes = await concluding(ports, { release, environment, run, conclusion, why: cause });
    return { changes, result: { state: conclusion.state, reason: conclusion.sentence } };
  });
  await wakeAfterwards(ports, [wakeKeys.stage(service, input.stage)]);
  return { error: outcomeError(ended.state), reason: ended.reason };
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
  const hold = conclusion.hold
    ? { kind: conclusion.hold, release: release.number, sha: release.sha, reason: conclusion.sentence, since: at }
    : inherited(before);
  const next: Environment = {
    ...rest,
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
      actor: 'bakewatch',
      stage: environment.stage,
      sentence: conclusion.sentence,
      page: conclusion.page,
    }),
  ];
  if (!conclusion.quarantine) return changes;
  const key = keys.quarantine(release.service, release.sha);
  const quarantine: Quarantine = {
    service: release.service,
    sha: release.sha,
    release: release.number,
    stage: environment.stage,
    reason: why,
    at,
  };
  return [...changes, put(key, await table.read(key), quarantine)];
}

/** A hold over an inconclusive bake ends with the bake. */
const inherited = (hold: Environment['hold']): Environment['hold'] =>
  hold?.kind === 'inconclusive' ? undefined : hold;
