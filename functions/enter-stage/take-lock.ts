import type { Admission } from '#core/admission/admit.ts';
import type { Baseline, Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, put, record, unchanged } from '#core/ledger/record.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { AlarmReading } from '#core/ports/alarms.ts';
import type { Change } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { sayCurrent } from '#core/words/say-current.ts';
import { leaseUntil } from '#functions/steps/renew-lease.ts';
import type { EnterStageInput } from './enter-stage-input.ts';
import type { Gathered } from './gather-facts.ts';

export interface Grant {
  release: StoredRelease;
  gathered: Gathered;
  admission: Extract<Admission, { kind: 'admitted' }>;
  input: EnterStageInput;
  now: number;
}

/** One transaction: the lock with a new fence, the baseline of the bake, and the release's move; void when anything was frozen, or who may approve was changed, meanwhile. */
export function takeLock({ release, gathered, admission, input, now }: Grant): {
  changes: Change[];
  fence: number;
  next: Run;
} {
  const { environment, run, alarms, freezeHead } = gathered;
  const fence = environment.fence + 1;
  const { blockers: _blockers, recheckAt: _recheckAt, ...asked } = run;
  const rollbackTo = release.turnsBack?.goesTo ?? environment.current;
  const next: Run = {
    ...asked,
    enteredAt: now,
    fence,
    baseline: Object.fromEntries(alarms.flatMap((a) => (a.kind === 'read' ? [[a.name, baselineOf(a)]] : []))),
    ...(rollbackTo ? { rollbackTo } : {}),
    ...(release.emergency?.isInForce ? { isEmergency: true as const } : {}),
  };
  const changes = [
    change(environment, locked(environment, input, { number: release.number, fence, now })),
    put(keys.run(releaseId(release), input.stage.name), run, next),
    unchanged(keys.freezeHead(), freezeHead),
    ...gathered.approvers,
    ...record(release, {
      kind: admission.takeover ? 'taken-over' : 'entered',
      to: 'DEPLOYING',
      at: now,
      actor: 'bakewatch',
      stage: input.stage.name,
      sentence: sayEntry(release, gathered, input.stage, admission),
    }),
  ];
  return { changes, fence, next };
}

/** A settling execution takes over from the dead one: whatever that one still does comes with the old fence. */
export function takeLockAgain(
  environment: Stored<Environment>,
  run: Stored<Run>,
  input: EnterStageInput,
  now: number,
): { changes: Change[]; fence: number } {
  const fence = environment.fence + 1;
  const number = environment.holder?.release ?? 0;
  return {
    fence,
    changes: [change(environment, locked(environment, input, { number, fence, now })), change(run, { ...run, fence })],
  };
}

function locked(
  environment: Environment,
  { stage, execution, lookAfter }: EnterStageInput,
  { number, fence, now }: { number: number; fence: number; now: number },
): Environment {
  const quietSeconds = quietFor(stage);
  const holder = {
    release: number,
    fence,
    since: now,
    leaseUntil: leaseUntil(now, Math.max(lookAfter, quietSeconds)),
    quietSeconds,
    ...(execution ? { execution } : {}),
  };
  const { hold, fixForward, ...free } = environment;
  // Whoever goes forward has used up the fix-forward, and its hold was lifted; a way back uses up neither.
  const kept = stage.turn ? { ...(hold ? { hold } : {}), ...(fixForward ? { fixForward } : {}) } : {};
  return { ...free, ...kept, fence, holder, ...(stage.turn ? {} : { touched: number }) };
}

function sayEntry(
  release: StoredRelease,
  { alarms, environment: { fixForward, current, stage } }: Gathered,
  { turn }: StagePlan,
  { takeover, lifted }: Grant['admission'],
): string {
  const red = alarms.flatMap((alarm) => (alarm.kind === 'read' && alarm.state === 'ALARM' ? [alarm.name] : []));
  if (turn)
    return `has ${stage} to take it back to ${release.service}#${release.turnsBack?.goesTo.release ?? current?.release}`;
  return [
    `entered ${stage}`,
    takeover ? ` (taken over from ${takeover}, whose lease had run out)` : '',
    lifted ? '; its hold ends, because this release reverts the commit that was rolled back' : '',
    fixForward && red.length > 0 ? `; ${fixForward.by} lets it go forward although ${red.join(', ')} fired` : '',
    release.emergency?.isInForce ? `; EMERGENCY, by ${release.emergency.by}: ${release.emergency.reason}` : '',
    current ? `; would go back to ${sayCurrent(release.service, current)}` : '; nothing to go back to yet',
  ].join('');
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

/** Nobody looks while its tests or its migration run, or its smoke test is tried again. */
const quietFor = ({ verify, migrate }: StagePlan): number =>
  Math.max(verify?.withinSeconds ?? 0, migrate?.withinSeconds ?? 0);
