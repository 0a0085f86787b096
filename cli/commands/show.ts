import { sayDuration } from '#core/config/duration.ts';
import type { LedgerEvent, NotedBuild, Stored, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, releasePartition } from '#core/ledger/keys.ts';
import { contentOf } from '#core/ledger/record.ts';
import { parseReleaseId, type Release, releaseId } from '#core/release/release.ts';
import { UserError } from '#local/installation/user-error.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { eventLine } from '../render/event-line.ts';
import { plain, sayState, style } from '../render/style.ts';

/** One release: where it is, why, and everything that happened to it. */
export async function show(id: string, options: Where & { json: boolean }): Promise<number> {
  const parsed = parseReleaseId(id);
  if (!parsed) throw new UserError(`"${id}" is not a release: write it as service#number, quoted, like 'hello#2'.`);
  const { table, pageOf } = await connect(options);
  const stored = (await table.read(keys.release(parsed.service, parsed.number))) as StoredRelease | undefined;
  if (!stored) throw new UserError(`There is no release ${id}. \`bakewatch history\` lists those that are.`);
  const build = (await table.read(keys.build(id))) as Stored<NotedBuild> | undefined;
  const events = (await table.list(releasePartition(id), { prefix: EVENT_PREFIX })) as Stored<LedgerEvent>[];
  const release = contentOf<Release>(stored);
  if (options.json)
    console.log(
      JSON.stringify(
        { release, build: build && contentOf<NotedBuild>(build), events: events.map(contentOf<LedgerEvent>) },
        null,
        2,
      ),
    );
  else console.log(render({ release: stored, build, events, page: pageOf(stored) }));
  return EXIT.done;
}

interface Shown {
  release: StoredRelease;
  build: NotedBuild | undefined;
  events: LedgerEvent[];
  page: string;
}

function render({ release, build, events, page }: Shown): string {
  const took = sayDuration((release.endedAt ?? Date.now()) - release.acceptedAt);
  return [
    `${style('bold', releaseId(release))}  ${sayState(release.state)}${release.stage ? ` in ${release.stage}` : ''}, ${took}`,
    plain(release.reason ?? ''),
    '',
    `commit   ${release.sha}  ${plain(release.subject)}`,
    `author   ${plain(release.author)}`,
    `image    ${release.digest ?? 'not built'}`,
    ...(build?.logs ? [`build    ${plain(build.logs)}`] : []),
    `page     ${page}`,
    '',
    ...events.map(eventLine),
  ].join('\n');
}
