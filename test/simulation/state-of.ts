import { createHash } from 'node:crypto';
import type { Installation } from './install.ts';
import { alarmOf } from './story/service-config.ts';

/** Moments, versions, tokens and attempts: what differs between two visits that find everything as it was. */
const PASSING =
  /"(at|since|leaseUntil|expiresAt|token|attempt|version|changedAt|startedAt|createdAt)":("[^"]*"|\d+),?/g;

/**
 * A hash over everything that a function can find: the ledger, what ECS really has, alarms, builds, messages, pushes and
 * executions. Two moments with the same hash differ only in the time that has passed.
 */
export function stateOf({ ledger, world, config, orchestrator }: Installation): string {
  const items = [...ledger.all()].sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
  const state = {
    items,
    ecs: [...world.ecs.truth.values()],
    alarms: config.stages.map(({ name }) => world.monitoring.stateOf(alarmOf(name))),
    builds: [world.builds.running(), world.builds.ran.length],
    said: world.chat.messages().length,
    green: world.repository.pushes.map(({ after }) => world.ci.greenSince(after) !== undefined),
    pushes: world.repository.pushes.map(({ answers }) => answers.length),
    executions: [...orchestrator.statuses],
  };
  return createHash('sha256').update(JSON.stringify(state).replaceAll(PASSING, '')).digest('base64').slice(0, 16);
}
