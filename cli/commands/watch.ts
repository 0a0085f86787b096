import { setTimeout as sleep } from 'node:timers/promises';
import { sayDuration } from '#core/config/duration.ts';
import { parseReleaseId, type Release, releaseId } from '#core/release/release.ts';
import { FAR, NEAR } from '#core/watch/next-gap.ts';
import { UserError } from '#local/installation/user-error.ts';
import { connect } from '../connect.ts';
import { isInAccount, type Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { untilStopped } from '../until-stopped.ts';
import { type Followed, followRelease } from '../watch/follow-release.ts';
import { jsonTeller } from '../watch/json-teller.ts';
import { screenTeller } from '../watch/screen-teller.ts';

export interface WatchOptions extends Where {
  json: boolean;
  /** In ms. */
  timeout?: number;
}

/** One release until it ends: each event when it comes. The exit code is the outcome. */
export async function watch(id: string, options: WatchOptions): Promise<number> {
  const asked = parseReleaseId(id);
  if (!asked) throw new UserError(`"${id}" is not a release: write it as service#number, quoted, like 'hello#2'.`);
  const { timeout } = options;
  const deadline = timeout === undefined ? undefined : Date.now() + timeout;
  const stopped = untilStopped().then(() => 'stopped' as const);
  const connection = await Promise.race([stopped, connect(options)]);
  if (connection === 'stopped') return EXIT.interrupted;
  const teller = options.json ? jsonTeller() : screenTeller(connection);
  try {
    const following = followRelease({
      table: connection.table,
      asked,
      pace: isInAccount(options) ? FAR : NEAR,
      deadline,
      now: Date.now,
      sleep,
      seen: teller.seen,
    });
    const followed = await Promise.race([stopped, following]);
    if (followed === 'stopped') return EXIT.interrupted;
    if (!followed) throw new UserError(`There is no release ${id}. \`bakewatch history\` lists those that are.`);
    teller.ended(followed, followed.isLate ? sayLate(followed.release, timeout ?? 0) : undefined);
    return codeOf(followed);
  } finally {
    teller.close();
  }
}

const codeOf = ({ release, isLate }: Followed): number =>
  !isLate && release.state === 'SUCCEEDED' ? EXIT.done : EXIT.otherwise;

const sayLate = (release: Release, timeout: number): string =>
  `${releaseId(release)} has not ended within ${sayDuration(timeout)}, and goes on: it is ${release.state.replace('_', ' ')}${release.stage ? ` in ${release.stage}` : ''}.`;
