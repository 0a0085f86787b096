import { NO_COMMIT } from '#core/intake/push.ts';
import type { LedgerEvent, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, RUN_PREFIX, releasePartition } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import type { ReadTable } from '#core/ports/table.ts';
import { type Release, releaseId } from '#core/release/release.ts';
import type { CommitPages } from '#core/words/pages-at.ts';
import { progressOf } from '../release/progress-of.ts';
import type { ReleaseView } from '../views.ts';
import { readConfig } from './read-overview.ts';

export interface ReleaseViewSources {
  table: ReadTable;
  /** Where commits are looked at; without it there are no links to them. */
  pages: CommitPages | undefined;
}

/** One release with its history; undefined when the ledger has none of that number. */
export async function readReleaseView(
  { table, pages }: ReleaseViewSources,
  service: string,
  number: number,
  now: number,
): Promise<ReleaseView | undefined> {
  const stored = (await table.read(keys.release(service, number))) as StoredRelease | undefined;
  if (!stored) return undefined;
  const id = releaseId(stored);
  const [events, runs, config] = await Promise.all([
    table.list(releasePartition(id), { prefix: EVENT_PREFIX }) as Promise<Stored<LedgerEvent>[]>,
    table.list(releasePartition(id), { prefix: RUN_PREFIX }) as Promise<Stored<Run>[]>,
    readConfig(table, service, stored.repositoryId),
  ]);
  const stages = (config?.config.stages ?? []).map((s) => ({ name: s.name, hasTests: s.verify !== undefined }));
  return {
    now,
    release: contentOf<Release>(stored),
    progress: progressOf(stored, events, stages),
    verdicts: runs
      .flatMap(({ stage, verdict }) =>
        verdict ? [{ stage, kind: verdict.kind, reason: verdict.reason, at: verdict.at }] : [],
      )
      .sort((one, other) => one.at - other.at),
    events: events.map(({ pk: _p, sk: _s, version: _v, ...event }) => event as LedgerEvent),
    links: pages ? linksOf(pages, stored) : {},
  };
}

function linksOf(pages: CommitPages, { repositoryId: id, repositoryName: name, before, sha }: StoredRelease) {
  const commit = pages.commit({ id, name }, sha);
  return before === NO_COMMIT ? { commit } : { commit, compare: pages.compare({ id, name }, before, sha) };
}
