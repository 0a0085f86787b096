import { sayDuration } from '#core/config/duration.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { RELEASE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import { releaseId, shortSha } from '#core/release/release.ts';
import { ago } from '#core/words/ago.ts';
import { cut } from '#core/words/say-time.ts';
import { rowOf } from '#views/read/read-overview.ts';
import { askedServices } from '../asked-services.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { plain, sayState, style } from '../render/style.ts';
import { renderTable } from '../render/table.ts';

/** The newest releases of one service, or of all. */
export async function history(
  service: string | undefined,
  options: Where & { json: boolean; limit: number },
): Promise<number> {
  const { table } = await connect(options);
  const services = await askedServices(table, service);
  const found = await Promise.all(
    services.map((name) =>
      table.list(servicePartition(name), { prefix: RELEASE_PREFIX, newestFirst: true, limit: options.limit }),
    ),
  );
  const releases = (found.flat() as StoredRelease[])
    .sort((a, b) => b.acceptedAt - a.acceptedAt)
    .slice(0, options.limit);
  if (options.json) console.log(JSON.stringify(releases.map(rowOf), null, 2));
  else if (releases.length === 0) console.log(service ? `${service} has no release yet.` : 'There is no release yet.');
  else console.log(renderTable(['release', 'outcome', 'commit', 'by', 'when', 'took', 'why'], releases.map(row)));
  return EXIT.done;
}

function row(release: StoredRelease): string[] {
  const now = Date.now();
  return [
    style('bold', releaseId(release)),
    sayState(release.state),
    `${shortSha(release.sha)} ${plain(cut(release.subject, 40))}`,
    plain(cut(release.author, 20)),
    ago(release.acceptedAt, now),
    sayDuration((release.endedAt ?? now) - release.acceptedAt),
    plain(release.reason ?? ''),
  ];
}
