import { parseArgs } from 'node:util';
import { addBounds, type Bounds, sayBounds } from './bounds.ts';
import { addCoverage, emptyCoverage } from './coverage.ts';
import { randomStories } from './random-stories.ts';
import type { Outcome } from './run-story.ts';
import { ELSEWHERE } from './situations/elsewhere.ts';
import { ALL_IDS } from './situations/situations.ts';

/**
 * `npm run simulate -- --releases 20000 --seed 1`: random stories until so many releases were made; stops at the first that fails.
 * `--coverage` prints how often each situation of scenarios.md was reached, and where the others are shown.
 */
const { values } = parseArgs({
  options: {
    releases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    'skew-seconds': { type: 'string' },
    stories: { type: 'string', default: 'Infinity' },
    tell: { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
  },
});

const skewMs = values['skew-seconds'] === undefined ? undefined : 1_000 * Number(values['skew-seconds']);
const sum = emptyCoverage();
const bounds: Bounds = new Map();
const failures = new Map<string, number[]>();
let [stories, releases, events, faults, longestMs] = [0, 0, 0, 0, 0];
const begin = performance.now();

for await (const { story, outcome } of randomStories(Number(values.seed), skewMs)) {
  add(outcome);
  if (values.tell) console.log(outcome.lines.join('\n'));
  for (const { id, what } of outcome.violations.slice(0, 1)) {
    failures.set(id, [...(failures.get(id) ?? []), story.seed]);
    console.log(`seed ${story.seed}: ${id}: ${what}`);
  }
  if (outcome.violations.length > 0 && !values['keep-going']) break;
  if (releases >= Number(values.releases) || stories >= Number(values.stories)) break;
}
report();

function add(outcome: Outcome): void {
  stories += 1;
  releases += outcome.releases;
  events += outcome.events;
  faults += Object.keys(outcome.injected).length;
  longestMs = Math.max(longestMs, outcome.restedAfterMs);
  addBounds(bounds, outcome.bounds);
  addCoverage(sum, outcome.coverage);
}

function report(): void {
  for (const part of ['moves', 'blockers', 'faults'] as const)
    console.log(part, Object.fromEntries([...sum[part]].sort(([a], [b]) => (a < b ? -1 : 1))));
  if (values.coverage) for (const id of ALL_IDS) console.log(`${id}  ${ELSEWHERE[id] ?? sum.situations.get(id) ?? 0}`);
  console.log('the worst of every bound:');
  for (const line of sayBounds(bounds)) console.log(line);
  console.log(`  at rest after the healing (min): ${(longestMs / 60_000).toFixed(0)}`);
  const seconds = (performance.now() - begin) / 1_000;
  const rate = (count: number): string => (count / seconds).toFixed(1);
  console.log(
    `${stories} stories, ${releases} releases, ${events} events, ${faults} faults in ${seconds.toFixed(1)} s:`,
  );
  console.log(`${rate(releases)} releases/s, ${rate(events)} events/s, ${rate(faults)} faults/s`);
  if (failures.size === 0) return;
  console.log('failed:', Object.fromEntries(failures));
  process.exitCode = 1;
}
