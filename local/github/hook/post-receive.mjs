import { readFileSync } from 'node:fs';
import { announced } from './announced.mjs';
import { deliver } from './deliver.mjs';
import { keepPush } from './keep-push.mjs';
import { readSettings } from './settings.mjs';

/** GitHub tells nobody of tags when more than three come in one push. */
const MOST_TAGS = 3;

/** git's post-receive hook: `<old> <new> <ref>` per line on stdin; what is printed shows up at the pusher as `remote:`. */
async function postReceive(bareDirectory) {
  const updates = readUpdates(readFileSync(0, 'utf8'));
  const settings = readSettings(bareDirectory);
  const kept = updates.map((update, index) => keepPush(bareDirectory, settings, update, index));
  if (kept.includes(undefined)) console.log('A payload would be larger than 25 MB: not sent, as on GitHub.');
  for (const delivery of kept.filter((one) => one !== undefined)) {
    const attempt = await deliver(bareDirectory, delivery);
    console.log(announced(attempt));
    if (attempt.error !== undefined) return;
  }
}

function readUpdates(text) {
  const updates = text.split('\n').filter(Boolean).map(readUpdate);
  const tags = updates.filter(({ ref }) => ref.startsWith('refs/tags/'));
  const branches = updates.filter(({ ref }) => ref.startsWith('refs/heads/'));
  return tags.length > MOST_TAGS ? branches : [...branches, ...tags];
}

function readUpdate(line) {
  const [before, after, ...ref] = line.split(' ');
  return { before, after, ref: ref.join(' ') };
}

await postReceive(process.cwd());
