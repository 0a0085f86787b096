import type { PushedCommit, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { parseReleaseId } from '#core/release/release.ts';
import type { KnownService } from './read-known.ts';

/** The service's releases of a commit, also those too old to be listed. Rollbacks by hand go by the commit that they go back to, and are not how it got anywhere. */
export async function ownReleases(
  table: Table,
  { service, releases }: KnownService,
  sha: string,
  pushes: PushedCommit[],
): Promise<StoredRelease[]> {
  const numbers = pushes
    .flatMap((push) => push.releases.flatMap((id) => parseReleaseId(id) ?? []))
    .flatMap((id) => (id.service === service ? [id.number] : []));
  const old = await Promise.all(
    [...new Set(numbers)]
      .filter((number) => releases.every((release) => release.number !== number))
      .map((number) => table.read(keys.release(service, number)) as Promise<StoredRelease | undefined>),
  );
  const recent = releases.filter((release) => release.sha === sha && !release.turnsBack);
  return [...recent, ...old.flatMap((release) => release ?? [])];
}
