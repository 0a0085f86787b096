import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Execution, WatchedExecutions } from '#core/ports/executions.ts';
import type { Table } from '#core/ports/table.ts';
import { executionName, isTerminal, parseReleaseId } from '#core/release/release.ts';
import { cut } from '#core/words/say-time.ts';
import { endRelease, TOUCHED } from '#functions/steps/end-release.ts';
import { readRelease } from '#functions/steps/read-release.ts';

export interface SettlePorts {
  table: Table;
  executions: WatchedExecutions;
  now: Now;
}

export type Settlement = 'nothing to settle' | 'under way' | 'started' | 'settling' | 'ended';

const LONGEST_CAUSE = 500;

/**
 * Whoever drives a release may be gone: its execution was stopped by a person, took too long, outgrew its history, or was
 * never started. Then it is started; or ended, when it has touched nothing; or another execution makes its stage safe, and only
 * when that one is dead too it is ended where it was left: the stage held, and somebody called. Looks at the executions
 * themselves, whatever brought it here; safe to call at any time, for anything.
 */
export async function settleRelease(ports: SettlePorts, id: string): Promise<Settlement> {
  const parsed = parseReleaseId(id);
  const release = parsed && ((await ports.table.read(keys.release(parsed.service, parsed.number))) as StoredRelease);
  if (!release || isTerminal(release.state)) return 'nothing to settle';
  const name = executionName(release);
  const execution = await ports.executions.read(name);
  if (execution?.isAlive) return 'under way';
  if (!execution && release.state === 'ACCEPTED') {
    await ports.executions.start(name, { release: id });
    return 'started';
  }
  // Read after its execution, which may have gone on until a moment ago.
  const { state } = await readRelease(ports.table, id);
  if (execution && TOUCHED.has(state)) {
    const settler = await ports.executions.read(settlerName(name));
    if (settler?.isAlive) return 'under way';
    if (!settler) {
      await ports.executions.start(settlerName(name), { release: id, settle: execution.status });
      return 'settling';
    }
  }
  // Read again in there: an execution that ended as it should has recorded its release's end before.
  await endRelease(ports, { release: id, failure: { Error: 'ExecutionEnded', Cause: sayEnd(execution) } });
  return 'ended';
}

const settlerName = (execution: string): string => `${execution}-settle`;

function sayEnd(execution: Execution | undefined): string {
  if (!execution) return 'its execution is gone: nobody drives it any more';
  const { status, cause } = execution;
  const how = SAID[status] ?? `ended (${status})`;
  return `its execution ${how}${cause ? ` (${cut(cause, LONGEST_CAUSE)})` : ''}: nobody drives it any more`;
}

const SAID: Record<string, string> = {
  ABORTED: 'was stopped by somebody',
  TIMED_OUT: 'took longer than it may',
  FAILED: 'broke off',
};
