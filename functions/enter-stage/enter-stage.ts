import { admit } from '#core/admission/admit.ts';
import { outcomeError, Refusal } from '#core/errors.ts';
import type { Run, Stored } from '#core/ledger/items.ts';
import { wakeKeys } from '#core/ledger/keys.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { isTerminal, type TerminalState } from '#core/release/release.ts';
import { type Again, lookAgainAt } from '#core/waits/sooner.ts';
import { releaseOf } from '#functions/steps/hold-fence.ts';
import { lookOrPark } from '#functions/steps/look-or-park.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';
import { arrive } from './arrive.ts';
import type { EnterStageInput } from './enter-stage-input.ts';
import { type Gathered, type GatherPorts, gatherFacts } from './gather-facts.ts';
import { sayBlocked } from './say-blocked.ts';
import { takeLock, takeLockAgain } from './take-lock.ts';

export interface EnterStagePorts extends GatherPorts {
  tokens: Tokens;
}

/** What the state machine is told when the wait is over. */
export type Entered =
  | { status: 'entered'; fence: number; evaluationMs: number }
  /** Nothing new, but in so many seconds something will be: look then. */
  | Again
  /** The release ends here: `error` is one of `OUTCOME_ERRORS`. */
  | { status: 'refused'; error: string; reason: string };

/** Admission: gets the stage's lock with a new fence, waits for it, or is refused for good. Throws `FenceLost` when it comes after the release has left. */
export async function enterStage(ports: EnterStagePorts, input: EnterStageInput): Promise<void> {
  const { service } = releaseOf(input.release);
  const key = wakeKeys.stage(service, input.stage.name);
  if (await arrive(ports, input)) await wakeAfterwards(ports, [key]);
  const parking = {
    release: input.release,
    what: `${input.stage.name}/enter`,
    wakeKeys: [key, ...input.stage.bake.alarms.map(wakeKeys.alarm)],
    token: input.token,
    attempt: input.attempt,
  };
  await lookOrPark(ports, parking, async () => ({ settled: await tryToEnter(ports, input) }));
}

function tryToEnter(ports: EnterStagePorts, input: EnterStageInput): Promise<Entered | undefined> {
  return settleChange(ports.table, async () => {
    const release = await readRelease(ports.table, input.release);
    if (isTerminal(release.state))
      return { changes: [], result: refused(release.state, release.reason ?? release.state) };
    const gathered = await gatherFacts(ports, release, input.stage);
    const { environment, run, facts } = gathered;
    if (run.leftAt !== undefined)
      throw new Refusal('FenceLost', `${input.release} has left ${input.stage.name} and does not come back to it.`);
    if (environment.holder?.release === release.number) return holdAlready(input, gathered, ports.now());
    const admission = admit(facts);
    if (admission.kind === 'refused') return { changes: [], result: refused(admission.state, admission.reason) };
    if (admission.kind === 'blocked')
      return {
        changes: sayBlocked({ release, run, stage: input.stage, admission, at: ports.now() }),
        // A machine that does not name its execution is of before, and takes this answer for a refusal.
        result: input.execution ? lookAgainAt(admission.recheckAt, input.lookAfter, ports.now()) : undefined,
      };
    const { changes, fence, next } = takeLock({ release, gathered, admission, input, now: ports.now() });
    return { changes, result: entered(fence, next) };
  });
}

/** An earlier attempt has it; or another execution of this release, which only a settling one may follow. */
function holdAlready(input: EnterStageInput, { environment, run }: Gathered, now: number) {
  const { holder } = environment;
  const isSettling = input.stage.turn?.kind === 'settle';
  // Of a lock that names no execution, nobody knows whether the dead one has it: what settles takes it anew.
  const isOwn = holder?.execution && input.execution ? holder.execution === input.execution : !isSettling;
  if (isOwn) return { changes: [], result: entered(holder?.fence ?? 0, run) };
  if (!isSettling) throw new Refusal('FenceLost', `Another execution of ${input.release} has ${input.stage.name}.`);
  const { changes, fence } = takeLockAgain(environment, run, input, now);
  return { changes, result: entered(fence, run) };
}

const refused = (state: TerminalState, reason: string): Entered => ({
  status: 'refused',
  error: state === 'SUCCEEDED' ? 'Superseded' : outcomeError(state),
  reason,
});

const entered = (fence: number, run: Run | Stored<Run>): Entered => ({
  status: 'entered',
  fence,
  evaluationMs: Math.max(0, ...Object.values(run.baseline ?? {}).map((b) => b.evaluationMs)),
});
