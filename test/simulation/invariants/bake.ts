import type { StageConfig } from '#core/config/schema.ts';
import type { DeploymentRecord, Run } from '#core/ledger/items.ts';
import { targetsOf } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isDeployment, isRun } from './read-ledger.ts';

/** S8, S9: healthy means that the whole bake passed, on real time, without an alarm or a change of one. */
export function bake({ sim, config, world, violate }: Facts): Check {
  const deployedAt = new Map<string, number>();
  const enteredAt = new Map<string, number>();
  const nameOf = ({ release, stage }: { release: string; stage: string }): string => `${release} in ${stage}`;

  const checkHealthy = (run: Run): void => {
    const stage = config.stages.find(({ name }) => name === run.stage);
    const rule = stage?.bake;
    const name = nameOf(run);
    const until = endOfBake(world, stage, run);
    if (sim.clock.now() < until)
      violate('S8', `${name} is healthy ${until - sim.clock.now()} ms before its bake is over`);
    const since = deployedAt.get(name) ?? 0;
    for (const alarm of rule?.alarms ?? []) {
      const fired = world.monitoring.moves.find(
        (m) => m.name === alarm && m.to === 'ALARM' && m.at >= since && m.at <= until,
      );
      if (fired) violate('S9', `${name} is healthy, though ${alarm} went to ALARM in its bake`);
      const edited = world.monitoring.edits.find(
        (e) => e.name === alarm && e.at >= (enteredAt.get(name) ?? 0) && e.at <= until,
      );
      if (edited) violate('S8', `${name} is healthy, though ${alarm} was changed in its bake`);
    }
  };
  const noteDeployment = ({ before, after }: Changed<DeploymentRecord>): void => {
    if (after?.direction !== 'forward' || before) return;
    const name = nameOf(after);
    deployedAt.set(name, Math.min(sim.clock.now(), deployedAt.get(name) ?? Number.POSITIVE_INFINITY));
  };
  const noteRun = ({ before, after }: Changed<Run>): void => {
    if (!after) return;
    const isNews = (what: 'enteredAt' | 'leftAt'): boolean => after[what] !== undefined && before?.[what] === undefined;
    if (isNews('enteredAt')) enteredAt.set(nameOf(after), sim.clock.now());
    if (isNews('leftAt') && after.verdict?.kind === 'healthy' && !after.accepted && !after.rollback)
      checkHealthy(after);
  };
  return {
    onCommit(changes) {
      for (const change of changesOf<DeploymentRecord>(changes, isDeployment)) noteDeployment(change);
      for (const change of changesOf<Run>(changes, isRun)) noteRun(change);
    },
  };
}

/** Nothing can have baked before all of it ran. Persons let an emergency pass its bake; its alarms still guard it for one evaluation. */
function endOfBake({ ecs }: Facts['world'], stage: StageConfig | undefined, { isEmergency }: Run): number {
  const from = Math.max(...(stage ? targetsOf(stage) : []).map(ecs.arrivedAt));
  return from + (isEmergency ? 0 : (stage?.bake?.for ?? 0));
}
