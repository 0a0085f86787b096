import { memorySourceHost } from '#adapters/memory/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { explainCommit } from '#functions/explain-commit/explain-commit.ts';
import { findOngoing } from '#functions/settle-releases/find-ongoing.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';
import { readOverview } from '#views/read/read-overview.ts';
import { NEWEST, oldestOf, SERVICE, shaOf } from './past-of.ts';

export interface Reading {
  /** `releases`: how many the service has. */
  read(table: Table, releases: number): Promise<unknown>;
  /** From so many releases on it costs the same. */
  levelFrom: number;
  /** Requests that it needs beyond that. */
  more?: number;
}

/** As many of the newest releases as `why` looks at. */
export const EXPLAINED = 1_000;

/** What persons and schedules read of a service, by the very code that reads it. */
export const READINGS: Record<string, Reading> = {
  'history, newest 20': { read: (table) => recentReleases(table, SERVICE, 20), levelFrom: 20 },
  'status, newest 25': { read: (table) => readOverview(table, Date.now()), levelFrom: 25 },
  sweep: { read: (table) => findOngoing(table, SERVICE), levelFrom: 100 },
  'why, newest release': { read: (table) => ask(table, `${SERVICE}#${NEWEST}`), levelFrom: EXPLAINED },
  // Its release is too old to be among those that are looked at: it is read by its number.
  'why, oldest commit': {
    read: (table, releases) => ask(table, shaOf(oldestOf(releases))),
    levelFrom: EXPLAINED,
    more: 1,
  },
};

async function ask(table: Table, asked: string): Promise<void> {
  const sourceHost = memorySourceHost();
  const { explained } = await explainCommit({ table, sourceHost, now: Date.now }, { asked });
  if (!explained) throw new Error(`The ledger of the benchmark does not know ${asked}.`);
}
