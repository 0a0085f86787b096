import { deliver } from './deliver.mjs';
import { deliveries, isAnswered } from './deliveries.mjs';
import { git } from './git.mjs';
import { keepPushes } from './keep-push.mjs';
import { readSettings } from './settings.mjs';

const NOTHING = '0'.repeat(40);

/** See redeliver.ts. */
export async function redeliver(bareDirectory) {
  keepMissed(bareDirectory);
  const done = [];
  for (const delivery of deliveries(bareDirectory)) {
    if (isAnswered(delivery)) continue;
    const attempt = await deliver(bareDirectory, delivery);
    done.push({ guid: delivery.guid, event: delivery.event, ref: updatesOf(delivery)[0]?.ref, ...attempt });
    if (attempt.error !== undefined) return done;
  }
  return done;
}

/**
 * git moves a branch and answers the pusher before it runs the hook: a machine that dies in between leaves a moved branch
 * that nobody was told of. It is found by comparing each branch with the last delivery about it.
 */
function keepMissed(bareDirectory) {
  const told = new Map();
  for (const { ref, after } of deliveries(bareDirectory).flatMap(updatesOf)) told.set(ref, after);
  const branches = branchesOf(bareDirectory);
  const settings = readSettings(bareDirectory);
  const gone = [...told.keys()].filter((ref) => ref.startsWith('refs/heads/') && !branches.has(ref));
  const now = [...branches, ...gone.map((ref) => [ref, NOTHING])];
  const missed = now.map(([ref, after]) => ({ before: told.get(ref) ?? NOTHING, after, ref }));
  for (const update of missed.filter(({ before, after }) => before !== after))
    keepPushes(bareDirectory, settings, [update]);
}

/** Those of an earlier version tell of one ref each; only pushes tell of any. */
const updatesOf = ({ updates, update }) => updates ?? (update ? [update] : []);

function branchesOf(bareDirectory) {
  const text = git(bareDirectory, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/']);
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
}
