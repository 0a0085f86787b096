import type { Run } from '#core/ledger/items.ts';
import { releaseId } from '#core/release/release.ts';
import { alarmOf, SERVICE } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, environmentIn, isRun, releaseIn, runIn } from './read-ledger.ts';

/** With its event an alarm turns a bake around within a minute; without, at the second look at the latest, which come five minutes apart. */
const BY_EVENT_MS = 60_000;
const BY_LOOKS_MS = 600_000;

interface Fired {
  at: number;
  /** Faults so far of calls and invocations, and of hops. */
  calls: number;
  hops: number;
}

/**
 * L4: from ALARM in a bake to the rollback's start. Bounded where no call of ours failed in between; where one did, retries and
 * looks add up, and it is only measured.
 */
export function reaction(facts: Facts): Check {
  const { sim, world, violate, measure } = facts;
  const fired = new Map<string, Fired>();
  const count = (): Pick<Fired, 'calls' | 'hops'> => {
    const { call, invoke, hop } = sim.plan.counts();
    return { calls: call + invoke, hops: hop };
  };
  const react = (run: Run): void => {
    const name = `${run.release} in ${run.stage}`;
    const alarm = fired.get(name);
    if (!alarm) return;
    fired.delete(name);
    // Nobody is told when it can be read again: that is found at the next look.
    const wasBlind = world.monitoring.readableSince(alarmOf(run.stage)) > alarm.at;
    const took = sim.clock.now() - Math.max(alarm.at, world.monitoring.readableSince(alarmOf(run.stage)));
    const since = { calls: count().calls - alarm.calls, hops: count().hops - alarm.hops };
    const isCalm = since.calls === 0;
    const how = isCalm ? (since.hops === 0 ? 'by its event' : 'when hops fail') : 'when calls fail';
    measure(`L4 from ALARM in a bake to the way back, ${how} (s)`, took / 1_000);
    if (isCalm && took > (since.hops === 0 && !wasBlind ? BY_EVENT_MS : BY_LOOKS_MS))
      violate('L4', `${name} was turned around ${Math.round(took / 1_000)} s after its alarm`);
  };
  return {
    onAlarm(alarm, to) {
      if (to !== 'ALARM') return;
      for (const id of bakingUnder(facts, alarm))
        if (!fired.has(id)) fired.set(id, { at: sim.clock.now(), ...count() });
    },
    onCommit(changes) {
      for (const { after } of changesOf<Run>(changes, isRun))
        if (after && (after.rollback || after.leftAt !== undefined)) react(after);
    },
  };
}

/** `hello#2 in production`: whoever bakes there and must be turned around when this alarm fires. */
function bakingUnder({ config, ledger }: Facts, alarm: string): string[] {
  return config.stages.flatMap(({ name, bake }) => {
    const number = environmentIn(ledger, name)?.holder?.release;
    if (number === undefined || !bake?.alarms.includes(alarm)) return [];
    const id = releaseId({ service: SERVICE, number });
    const run = runIn(ledger, id, name);
    const isBaking = releaseIn(ledger, id)?.state === 'BAKING' && !run?.rollback && run?.verdict?.kind !== 'healthy';
    return isBaking && !run?.baseline?.[alarm]?.exempt ? [`${id} in ${name}`] : [];
  });
}
