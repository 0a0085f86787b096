import { readdirSync, readFileSync } from 'node:fs';
import { openRig, type Rig } from '../aws/orchestrator.ts';
import { everyFault, withoutRepeats } from '../exhaustive.ts';
import { runStory } from '../run-story.ts';
import { MAIN_PATHS } from '../story/main-paths.ts';
import { randomStory } from '../story/random-story.ts';
import type { Story } from '../story/story.ts';
import { CONSTELLATIONS } from './constellations.ts';

/** What a hunt for a bug came to. */
export interface Hunt {
  /** The first promise that was broken; absent when none was. */
  caught?: { id: string; what: string; story: string };
  stories: number;
  releases: number;
  events: number;
}

const STORIES_PER_RIG = 40;
const KEPT = new URL('../seeds/', import.meta.url);

/**
 * Runs stories until the first that breaks a promise: random ones, rare constellations, those that once ended badly,
 * and unless it is to be `quick`, every fault at every place of the main paths.
 */
export async function hunt(randomStories: number, isQuick: boolean): Promise<Hunt> {
  const found: Hunt = { stories: 0, releases: 0, events: 0 };
  let rig: Rig = await openRig();
  const rare = [CONSTELLATIONS, kept(), mainPaths(() => rig)];
  for (const stories of [random(randomStories), ...(isQuick ? rare.slice(0, 2) : rare)]) {
    for await (const story of stories) {
      const { violations, releases, events } = await runStory(rig, story);
      found.stories += 1;
      found.releases += releases;
      found.events += events;
      const [first] = violations;
      if (first) {
        await rig.close();
        return { ...found, caught: { ...first, story: story.title } };
      }
      if (found.stories % STORIES_PER_RIG > 0) continue;
      await rig.close();
      rig = await openRig();
    }
  }
  await rig.close();
  return found;
}

function* random(stories: number): Generator<Story> {
  for (let seed = 1; seed <= stories; seed += 1) yield randomStory(seed);
}

function* kept(): Generator<Story> {
  for (const file of readdirSync(KEPT).sort())
    if (file.endsWith('.json')) yield JSON.parse(readFileSync(new URL(file, KEPT), 'utf8')) as Story;
}

async function* mainPaths(rig: () => Rig): AsyncGenerator<Story> {
  for (const { story, own } of MAIN_PATHS) {
    yield story;
    const { places } = await runStory(rig(), story);
    yield* everyFault(story, withoutRepeats(places.filter(({ place }) => own.test(place))));
  }
}
