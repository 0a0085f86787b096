import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { everyFault, withoutRepeats } from './exhaustive.ts';
import { runStory } from './run-story.ts';
import { MAIN_PATHS, type MainPath } from './story/main-paths.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** The story with every fault at every place of its own: what is broken by which. */
async function breakEverywhere({ story, own }: MainPath): Promise<{ broken: string[]; runs: number }> {
  const { places, violations } = await runStory(rig, story);
  expect(violations).toEqual([]);
  const stories = everyFault(story, withoutRepeats(places.filter(({ place }) => own.test(place))));
  const broken: string[] = [];
  for (const faulty of stories) {
    const outcome = await runStory(rig, faulty);
    broken.push(...outcome.violations.map(({ id, what }) => `${faulty.title}: ${id}: ${what}`));
  }
  return { broken, runs: stories.length };
}

describe('every fault at every place', () => {
  it.each(MAIN_PATHS)('breaks no promise of $title', { timeout: 60_000 }, async (path: MainPath) => {
    const { broken, runs } = await breakEverywhere(path);
    expect(broken).toEqual([]);
    expect(runs).toBeGreaterThan(200);
  });
});
