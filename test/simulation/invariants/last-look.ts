import type { StageConfig } from '#core/config/schema.ts';
import type { Run } from '#core/ledger/items.ts';
import { targetsOf } from '../story/service-config.ts';
import { EVALUATION_MS } from '../world/monitoring.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isRun } from './read-ledger.ts';

/**
 * S8: in the moment in which a stage is found healthy, every alarm can be read and is OK, and enough tasks run. Where a call of the
 * look was late, the world may have changed since: there only the rest of S8 and S9 hold.
 */
export function lastLook(facts: Facts): Check {
  const isLate = ({ release, stage }: Run): boolean =>
    Object.keys(facts.sim.plan.injected()).some((place) => place.includes(`await-bake ${release}/${stage}`));
  return {
    onCommit(changes) {
      for (const { after } of changesOf<Run>(changes, isRun).filter(isFoundHealthy)) {
        const stage = facts.config.stages.find(({ name }) => name === after?.stage);
        if (!after || !stage || after.accepted || isLate(after)) continue;
        const about = `${after.release} is found healthy in ${stage.name}`;
        if (after.voided) facts.violate('S8', `${about}, though it was found before that ${after.voided}`);
        // Persons let an emergency pass its bake.
        if (!after.isEmergency) checkTime(facts, stage, about);
        checkTasks(facts, stage, about);
        void checkAlarms(facts, stage, about).catch(() => undefined);
      }
    },
  };
}

const isFoundHealthy = ({ before, after }: Changed<Run>): boolean =>
  after?.verdict?.kind === 'healthy' && before?.verdict?.kind !== 'healthy';

/** The alarms have judged the last minute of the bake, too. */
function checkTime({ sim, setup, world, violate }: Facts, stage: StageConfig, about: string): void {
  const arrived = Math.max(...targetsOf(stage).map(world.ecs.arrivedAt));
  const early = arrived + (stage.bake?.for ?? 0) + EVALUATION_MS - sim.clock.now();
  if (early > 0 && setup.skewMs === 0 && stage.bake?.alarms.length)
    violate('S8', `${about} ${early} ms before its alarms have judged the end of its bake`);
}

function checkTasks({ world, violate }: Facts, stage: StageConfig, about: string): void {
  for (const target of targetsOf(stage)) {
    const now = world.ecs.serviceOf(target);
    if (now && now.tasks.length < now.view.desired)
      violate('S8', `${about}, but ${now.tasks.length} of ${now.view.desired} tasks of ${target.name} run`);
  }
}

async function checkAlarms({ sim, world, violate }: Facts, { bake }: StageConfig, about: string): Promise<void> {
  for (const alarm of await world.monitoring.alarms.read({}, bake?.alarms ?? [], () => sim.clock.now())) {
    const state = alarm.kind === 'read' ? alarm.state : alarm.kind;
    if (state !== 'OK') violate('S8', `${about}, but ${alarm.name} is ${state}`);
  }
}
