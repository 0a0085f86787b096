import { type Admission, admit } from '#core/admission/admit.ts';
import { sayBlockers } from '#core/admission/blockers.ts';
import { outcomeError, Refusal } from '#core/errors.ts';
import type { Baseline, Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import { change, put, record } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { AlarmReading } from '#core/ports/alarms.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { isTerminal, releaseId, type TerminalState } from '#core/release/release.ts';
import { sayCurrent } from '#core/words/say-current.ts';
import { releaseOf } from '#functions/steps/hold-fence.ts';
import { lookOrPark } from '#functions/steps/look-or-park.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { leaseUntil } from '#functions/steps/renew-lease.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';
import { arrive } from './arrive.ts';
import { type GatherPorts, gatherFacts } from './gather-facts.ts';

export interface EnterStagePorts extends GatherPorts {
  tokens: Tokens;
}

export interface EnterStageInput {
  release: string;
  stage: StagePlan;
  token: string;
  attempt: string;
  /** Seconds until the state machine looks again by itself. */
  lookAfter: number;
}

/** What the state machine is told when the wait is over. */
export type Entered =
  | { status: 'entered'; fence: number; evaluationMs: number }
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
    const { environment, run, alarms, facts } = await gatherFacts(ports, release, input.stage);
    if (run.leftAt !== undefined)
      throw new Refusal('FenceLost', `${input.release} has left ${input.stage.name} and does not come back to it.`);
    if (environment.holder?.release === release.number) {
      return { changes: [], result: entered(environment.holder.fence, run) };
    }
    const admission = admit(facts);
    if (admission.kind === 'refused') return { changes: [], result: refused(admission.state, admission.reason) };
    if (admission.kind === 'blocked')
      return { changes: sayBlocked(release, input, admission, ports.now()), result: undefined };
    return takeLock({ release, environment, run, alarms, admission, input, now: ports.now() });
  });
}

const refused = (state: TerminalState, reason: string): Entered => ({
  status: 'refused',
  error: outcomeError(state),
  reason,
});

const entered = (fence: number, run: Run): Entered => ({
  status: 'entered',
  fence,
  evaluationMs: Math.max(0, ...Object.values(run.baseline ?? {}).map((b) => b.evaluationMs)),
});

/** A blocked release says why, once per reason. */
function sayBlocked(
  release: StoredRelease,
  { stage }: EnterStageInput,
  { blockers }: Extract<Admission, { kind: 'blocked' }>,
  at: number,
) {
  const sentence = `waits for ${stage.name}: ${sayBlockers(blockers)}`;
  if (release.reason === sentence) return [];
  return record(release, { kind: 'blocked', at, actor: 'bakewatch', stage: stage.name, sentence });
}

interface Grant {
  release: StoredRelease;
  environment: Stored<Environment>;
  run: Stored<Run>;
  alarms: AlarmReading[];
  admission: Extract<Admission, { kind: 'admitted' }>;
  input: EnterStageInput;
  now: number;
}

/** One transaction: the lock with a new fence, the baseline of the bake, and the release's move. */
function takeLock({ release, environment, run, alarms, admission, input, now }: Grant) {
  const fence = environment.fence + 1;
  const quietSeconds = quietFor(input.stage);
  const lease = leaseUntil(now, Math.max(input.lookAfter, quietSeconds));
  const holder = { release: release.number, fence, since: now, leaseUntil: lease, quietSeconds };
  const next: Run = {
    ...run,
    enteredAt: now,
    fence,
    baseline: Object.fromEntries(alarms.flatMap((a) => (a.kind === 'read' ? [[a.name, baselineOf(a)]] : []))),
    ...(environment.current ? { rollbackTo: environment.current } : {}),
  };
  const takeover = admission.takeover ? ` (taken over from ${admission.takeover}, whose lease had run out)` : '';
  const lifted = admission.lifted
    ? '; its hold ends, because this release reverts the commit that was rolled back'
    : '';
  const { hold: _lifted, fixForward, ...free } = environment;
  const mending = fixForward
    ? `; ${fixForward.by} lets it go forward although ${fixForward.alarms.join(', ')} fired`
    : '';
  const back = environment.current
    ? `; would go back to ${sayCurrent(release.service, environment.current)}`
    : '; nothing to go back to yet';
  const changes = [
    change(environment, { ...free, fence, holder }),
    put(keys.run(releaseId(release), input.stage.name), run, next),
    ...record(release, {
      kind: admission.takeover ? 'taken-over' : 'entered',
      to: 'DEPLOYING',
      at: now,
      actor: 'bakewatch',
      stage: input.stage.name,
      sentence: `entered ${input.stage.name}${takeover}${lifted}${mending}${back}`,
    }),
  ];
  return { changes, result: entered(fence, next) };
}

/** Admission lets a red alarm pass only for a fix-forward that names it. */
const baselineOf = ({
  configuration,
  evaluationMs,
  changedAt,
  state,
}: Extract<AlarmReading, { kind: 'read' }>): Baseline => ({
  configuration,
  evaluationMs,
  changedAt,
  ...(state === 'ALARM' ? { exempt: true } : {}),
});

/** Nobody looks while its tests run or its smoke test is tried again. */
const quietFor = ({ verify }: StagePlan): number => verify?.withinSeconds ?? 0;
