import { isTerminal, releaseId } from '#core/release/release.ts';
import type { Installation } from './install.ts';
import { environmentIn, releasesIn } from './invariants/read-ledger.ts';
import type { Sim } from './sim.ts';
import { alarmOf, SERVICE } from './story/service-config.ts';
import type { Setup } from './story/story.ts';
import { isMended } from './world/break-for-good.ts';

const LOOKS_EVERY_MS = 20 * 60_000;

/** What was broken from outside is whole again, and a person looks after the stages from time to time. */
export function heal(sim: Sim, setup: Setup, installation: Installation): void {
  const { world, config, ledger, resume, give } = installation;
  if (isMended(setup, 'chat')) world.chat.break(undefined);
  if (isMended(setup, 'repository')) world.repository.break(false);
  for (const { name } of config.stages) {
    world.monitoring.restore(alarmOf(name));
    if (isMended(setup, 'alarms')) world.monitoring.makeReadable(alarmOf(name));
  }
  const look = async (): Promise<void> => {
    for (const scope of [
      {},
      { service: SERVICE },
      ...config.stages.map(({ name: stage }) => ({ service: SERVICE, stage })),
    ])
      await give({ kind: 'unfreeze', ...scope }).catch(() => undefined);
    await approveAll(installation);
    for (const { name } of config.stages) {
      if (world.monitoring.stateOf(alarmOf(name)) !== 'OK')
        world.monitoring.set(alarmOf(name), 'OK', 'somebody mended it');
      const isBlocked = releasesIn(ledger).some(
        ({ state, reason, stage }) =>
          !isTerminal(state) && stage === name && /did not deploy|left there/.test(reason ?? ''),
      );
      if (environmentIn(ledger, name)?.hold || isBlocked)
        await resume(name, { adopt: isBlocked }).catch(() => undefined);
    }
    sim.clock.at(sim.clock.now() + LOOKS_EVERY_MS, () => void look());
  };
  sim.clock.at(sim.clock.now() + LOOKS_EVERY_MS, () => void look());
}

/** Two persons say yes to whatever waits for them. */
async function approveAll({ ledger, give }: Installation): Promise<void> {
  for (const release of releasesIn(ledger))
    if (release.state === 'WAITING' && release.stage === 'production')
      for (const by of ['bob', 'dave'])
        await give({ kind: 'approve', release: releaseId(release), stage: 'production' }, by).catch(() => undefined);
}

export const isAtRest = ({ orchestrator, stream, world, ledger }: Installation): boolean =>
  [...orchestrator.statuses.values()].every((status) => status !== 'RUNNING') &&
  releasesIn(ledger).every(({ state }) => isTerminal(state)) &&
  stream.waiting() === 0 &&
  world.builds.running() === 0;
