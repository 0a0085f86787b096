import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import type { Place } from './chance/fault-plan.ts';
import { distinctPlaces, everyFault } from './exhaustive.ts';
import { runStory } from './run-story.ts';
import { MAIN_PATHS, type MainPath } from './story/main-paths.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const quietPlaces = async ({ story }: MainPath): Promise<Place[]> =>
  (await runStory(rig, story, { noting: true })).places;

/** The story with every fault at every place of its own: what is broken by which. */
async function breakEverywhere(path: MainPath): Promise<{ broken: string[]; runs: number }> {
  const places = distinctPlaces(await quietPlaces(path));
  const stories = everyFault(
    path.story,
    places.filter(({ place }) => path.own.test(place)),
  );
  const broken: string[] = [];
  for (const faulty of stories) {
    const outcome = await runStory(rig, faulty);
    broken.push(...outcome.violations.map(({ id, what }) => `${faulty.title}: ${id}: ${what}`));
  }
  return { broken, runs: stories.length };
}

/** Which function calls what: which release it is makes no difference. */
const siteOf = ({ place }: Place): string => place.replaceAll(/\d+/g, '0');

describe('every fault at every place', () => {
  it.each(MAIN_PATHS)('leaves $title as it should be when nothing fails', async (path: MainPath) => {
    const { violations, ends } = await runStory(rig, path.story);
    expect(violations).toEqual([]);
    expect(ends.at(-1)).toBe(path.ends);
  });

  it.each(MAIN_PATHS)('breaks no promise of $title', { timeout: 300_000 }, async (path: MainPath) => {
    const { broken, runs } = await breakEverywhere(path);
    expect(broken).toEqual([]);
    expect(runs).toBeGreaterThan(200);
  });

  it('passes over no call of a path that is not broken on another', async () => {
    const visited = new Set<string>();
    const brokenAt = new Set<string>();
    for (const path of MAIN_PATHS)
      for (const place of await quietPlaces(path)) {
        visited.add(siteOf(place));
        if (path.own.test(place.place)) brokenAt.add(siteOf(place));
      }
    expect([...visited].filter((site) => !brokenAt.has(site))).toEqual([]);
  });
});
