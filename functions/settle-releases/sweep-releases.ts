import { listServices } from '#functions/steps/list-services.ts';
import { findOngoing } from './find-ongoing.ts';
import { type Settlement, type SettlePorts, settleRelease } from './settle-release.ts';

/** Looks after every release that has not ended, whatever events were lost. Throws at last when some could not be settled. */
export async function sweepReleases(ports: SettlePorts): Promise<Record<string, Settlement>> {
  const settled: Record<string, Settlement> = {};
  const failures: Error[] = [];
  for (const id of await ongoingReleases(ports)) {
    try {
      settled[id] = await settleRelease(ports, id);
    } catch (cause) {
      failures.push(new Error(`${id} could not be settled: ${(cause as Error).message}`, { cause }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  return settled;
}

async function ongoingReleases({ table }: SettlePorts): Promise<string[]> {
  const services = await listServices(table);
  return (await Promise.all(services.map(({ service }) => findOngoing(table, service)))).flat();
}
