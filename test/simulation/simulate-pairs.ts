import { parseArgs } from 'node:util';
import { openRig, type Rig } from './aws/orchestrator.ts';
import type { Place } from './chance/fault-plan.ts';
import { distinctPlaces, everyFault } from './exhaustive.ts';
import { runStory } from './run-story.ts';
import { MAIN_PATHS } from './story/main-paths.ts';
import type { Story } from './story/story.ts';

/**
 * `npm run simulate:pairs -- --shard 1/8 --from 120`: every fault at every place of the main paths, and after each of them every
 * fault at every place that comes then. A shard is the first faults whose number leaves its rest; what it prints as last can be
 * gone on from. `--singles`: no second fault. `--all`: also at places that find everything as others do.
 */
const { values } = parseArgs({
  options: {
    shard: { type: 'string', default: '1/1' },
    from: { type: 'string', default: '0' },
    path: { type: 'string', default: '' },
    singles: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});
const [shard = 1, shards = 1] = values.shard.split('/').map(Number);
const RUNS_PER_RIG = 500;
const SAYS_EVERY_MS = 10_000;

const begin = performance.now();
let rig: Rig = await openRig();
let [runs, first, broken, saidAt] = [0, -1, 0, begin];

for (const { story, title } of MAIN_PATHS.filter((path) => path.title.includes(values.path))) {
  const { places } = await runStory(rig, story, { noting: !values.all });
  for (const once of everyFault(story, worth(places))) {
    first += 1;
    if (first % shards !== shard - 1 || first < Number(values.from)) continue;
    const later = await tell(once);
    if (values.singles) continue;
    for (const twice of everyFault(once, worth(after(later, once)))) await tell(twice);
    sayProgress(title);
  }
}
await rig.close();
sayProgress('done', true);
process.exitCode = broken > 0 ? 1 : 0;

function worth(places: Place[]): Place[] {
  return values.all ? places : distinctPlaces(places);
}

/** What comes behind the fault that the story has. */
function after(places: Place[], { faults }: Story): Place[] {
  const [place] = Object.keys(faults);
  return places.slice(places.findIndex((p) => p.place === place) + 1);
}

async function tell(story: Story): Promise<Place[]> {
  runs += 1;
  if (runs % RUNS_PER_RIG === 0) {
    await rig.close();
    rig = await openRig();
  }
  const isFirst = Object.keys(story.faults).length === 1;
  const { places, violations } = await runStory(rig, story, { noting: isFirst && !values.singles && !values.all });
  broken += violations.length > 0 ? 1 : 0;
  for (const { id, what } of violations.slice(0, 1)) console.log(`BROKEN ${id}: ${what}\n  ${JSON.stringify(story)}`);
  sayProgress(story.title.split(';')[0] ?? '');
  return places;
}

function sayProgress(title: string, isLast = false): void {
  if (!isLast && performance.now() - saidAt < SAYS_EVERY_MS) return;
  saidAt = performance.now();
  const seconds = (saidAt - begin) / 1_000;
  console.log(
    `${title}: ${runs} runs, ${(runs / seconds).toFixed(1)}/s, ${broken} broken; go on with --shard ${values.shard} --from ${first}`,
  );
}
