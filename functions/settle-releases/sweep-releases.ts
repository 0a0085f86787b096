import type { Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { waitingSince } from '#core/waits/waiting-since.ts';
import { listServices } from '#functions/steps/list-services.ts';
import { findOngoing } from './find-ongoing.ts';
import { type Settlement, type SettlePorts, settleRelease } from './settle-release.ts';

export interface ReleaseSweep {
  settled: Record<string, Settlement>;
  /** One for each release that could not be settled. */
  failures: Error[];
  /** Since when each release waits that waits for a stage: epoch ms. */
  waitingSince: number[];
}

/** Looks after every release that has not ended, whatever events were lost, and past those that it cannot settle. */
export async function sweepReleases(ports: SettlePorts): Promise<ReleaseSweep> {
  const ongoing = await ongoingReleases(ports);
  const settled: Record<string, Settlement> = {};
  const failures: Error[] = [];
  for (const release of ongoing) {
    const id = releaseId(release);
    try {
      settled[id] = await settleRelease(ports, id);
    } catch (cause) {
      failures.push(new Error(`${id} could not be settled: ${(cause as Error).message}`, { cause }));
    }
  }
  const waiting = ongoing.filter((release) => release.state === 'WAITING' && settled[releaseId(release)] !== 'ended');
  return {
    settled,
    failures,
    waitingSince: await Promise.all(waiting.map((release) => readSince(ports.table, release))),
  };
}

async function ongoingReleases({ table }: SettlePorts): Promise<StoredRelease[]> {
  const services = await listServices(table);
  return (await Promise.all(services.map(({ service }) => findOngoing(table, service)))).flat();
}

async function readSince(table: Table, release: StoredRelease): Promise<number> {
  const { stage } = release;
  const run = stage === undefined ? undefined : await table.read(keys.run(releaseId(release), stage));
  return waitingSince(release, run as Stored<Run> | undefined);
}
