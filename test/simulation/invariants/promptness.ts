import type { Environment, Run, Stored } from '#core/ledger/items.ts';
import { alarmOf, targetsOf } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isEnvironment, isRun } from './read-ledger.ts';

const AT_ONCE_MS = 5_000;

/**
 * L3, L4, L6: where nothing fails and every clock is right, nobody waits for a look: an alarm, a deployment that arrives and a stage
 * that becomes free are heard of at once. Looks would hide a wait that is never woken.
 */
export function promptness(facts: Facts): Check {
  const { sim, setup, config, world, violate } = facts;
  const freedAt = new Map<string, number>();
  const isCalm = (): boolean => Object.keys(sim.plan.injected()).length === 0 && setup.skewMs === 0 && !setup.dead;
  const late = (since: number): number => Math.round((sim.clock.now() - since) / 1_000);
  const isLate = (since: number): boolean => isCalm() && sim.clock.now() - since > AT_ONCE_MS;

  const checkRun = ({ before, after }: Changed<Run>): void => {
    if (!after || after.accepted) return;
    const about = `${after.release} in ${after.stage}`;
    const targets = config.stages.filter(({ name }) => name === after.stage).flatMap(targetsOf);
    const arrived = Math.max(...targets.map(world.ecs.arrivedAt));
    if (after.bakeStartedAt && !before?.bakeStartedAt && setup.verify === 'none' && isLate(arrived))
      violate('L3', `${about} bakes only ${late(arrived)} s after it arrived`);
    const alarm = world.monitoring.moves.findLast(({ name }) => name === alarmOf(after.stage));
    const isTurned = after.verdict?.kind === 'unhealthy' && before?.verdict?.kind !== 'unhealthy';
    const couldBeRead = world.monitoring.readableSince(alarmOf(after.stage)) <= (alarm?.at ?? 0);
    const hasFired = alarm?.to === 'ALARM' && couldBeRead && alarm.at >= (after.bakeStartedAt ?? sim.clock.now());
    if (isTurned && alarm && hasFired && isLate(alarm.at))
      violate('L4', `${about} is found unhealthy only ${late(alarm.at)} s after its alarm`);
  };

  const checkLock = ({ before, after }: Changed<Stored<Environment>>, runs: Changed<Run>[]): void => {
    if (!after) return;
    if (before?.holder && !after.holder) freedAt.set(after.stage, sim.clock.now());
    const since = freedAt.get(after.stage);
    if (!after.holder || before?.holder || since === undefined) return;
    const waited = runs.find((run) => run.after?.stage === after.stage)?.before;
    const isNext = waited?.blockers?.length && waited.blockers.every(({ kind }) => kind === 'queued');
    if (isNext && isLate(Math.max(since, waited.arrivedAt)))
      violate('L6', `${waited.release} enters ${after.stage} only ${late(since)} s after it is free`);
  };

  return {
    onCommit(changes) {
      const runs = changesOf<Run>(changes, isRun);
      for (const run of runs) checkRun(run);
      for (const change of changesOf<Stored<Environment>>(changes, isEnvironment)) checkLock(change, runs);
    },
  };
}
