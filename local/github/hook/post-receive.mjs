import { readFileSync } from 'node:fs';
import { announced } from './announced.mjs';
import { deliver } from './deliver.mjs';
import { keepPushes } from './keep-push.mjs';
import { readSettings } from './settings.mjs';

/** git's post-receive hook: `<old> <new> <ref>` per line on stdin; what is printed shows up at the pusher as `remote:`. */
async function postReceive(bareDirectory) {
  const updates = readFileSync(0, 'utf8').split('\n').filter(Boolean).map(readUpdate);
  const kept = keepPushes(bareDirectory, readSettings(bareDirectory), updates);
  if (kept.includes(undefined)) console.log('A payload would be larger than 25 MB: not sent, as on GitHub.');
  for (const delivery of kept.filter((one) => one !== undefined)) {
    const attempt = await deliver(bareDirectory, delivery);
    console.log(announced(attempt));
    if (attempt.error !== undefined) return;
  }
}

function readUpdate(line) {
  const [before, after, ...ref] = line.split(' ');
  return { before, after, ref: ref.join(' ') };
}

await postReceive(process.cwd());
