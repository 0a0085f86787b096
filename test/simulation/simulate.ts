import { parseArgs } from 'node:util';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { addBounds, type Bounds, sayBounds } from './bounds.ts';
import { addCoverage, emptyCoverage } from './coverage.ts';
import { type Outcome, runStory } from './run-story.ts';
import { randomStory } from './story/random-story.ts';

/** `npm run simulate -- --releases 20000 --seed 1`: random stories until so many releases were made; stops at the first that fails. */
const { values } = parseArgs({
  options: {
    releases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    'skew-seconds': { type: 'string' },
    stories: { type: 'string' },
    tell: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
  },
});

const skewMs = values['skew-seconds'] === undefined ? undefined : 1_000 * Number(values['skew-seconds']);
const STORIES_PER_RIG = 40;
const sum = emptyCoverage();
const bounds: Bounds = new Map();
const failures = new Map<string, number[]>();
let rig: Rig = await openRig();
let [releases, events, faults, longestMs] = [0, 0, 0, 0];
const begin = performance.now();

let story = 0;
for (
  let seed = Number(values.seed);
  releases < Number(values.releases) && story < Number(values.stories ?? Number.POSITIVE_INFINITY);
  seed += 1
) {
  const outcome = await runStory(rig, randomStory(seed, skewMs));
  add(outcome);
  if (values.tell) console.log(outcome.lines.join('\n'));
  for (const { id, what } of outcome.violations.slice(0, 1)) {
    failures.set(id, [...(failures.get(id) ?? []), seed]);
    console.log(`seed ${seed}: ${id}: ${what}`);
  }
  if (outcome.violations.length > 0 && !values['keep-going']) break;
  story += 1;
  if (story % STORIES_PER_RIG === 0) {
    await rig.close();
    rig = await openRig();
  }
}
await rig.close();

const seconds = (performance.now() - begin) / 1_000;
console.log(`${story} stories, ${releases} releases, ${events} events, ${faults} faults in ${seconds.toFixed(1)} s`);
console.log(
  `${(releases / seconds).toFixed(1)} releases/s, ${(events / seconds).toFixed(0)} events/s, ${(faults / seconds).toFixed(1)} faults/s`,
);
console.log(`at rest ${(longestMs / 60_000).toFixed(0)} min after the healing at the latest`);
console.log('the worst of every bound:');
for (const line of sayBounds(bounds)) console.log(line);
for (const part of ['moves', 'blockers', 'faults'] as const)
  console.log(part, Object.fromEntries([...sum[part]].sort(([a], [b]) => (a < b ? -1 : 1))));
if (failures.size > 0) {
  console.log('failed:', Object.fromEntries(failures));
  process.exitCode = 1;
}

function add(outcome: Outcome): void {
  releases += outcome.releases;
  events += outcome.events;
  faults += Object.keys(outcome.injected).length;
  longestMs = Math.max(longestMs, outcome.restedAfterMs);
  addBounds(bounds, outcome.bounds);
  addCoverage(sum, outcome.coverage);
}
