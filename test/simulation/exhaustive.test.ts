import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { breakEverywhere, quietPlaces } from './break-everywhere.ts';
import type { Place } from './chance/fault-plan.ts';
import { runStory } from './run-story.ts';
import { MAIN_PATHS, type MainPath, WAITING_PATH } from './story/main-paths.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** Which function calls what: which release it is makes no difference. */
const siteOf = ({ place }: Place): string => place.replaceAll(/\d+/g, '0');

describe('every fault at every place', () => {
  it.each(MAIN_PATHS)('leaves $title as it should be when nothing fails', async (path: MainPath) => {
    const { violations, ends } = await runStory(rig, path.story);
    expect(violations).toEqual([]);
    expect(ends.at(-1)).toBe(path.ends);
  });

  // The one that takes longest is broken beside them, in a file of its own.
  it.each(MAIN_PATHS.filter((path) => path !== WAITING_PATH))(
    'breaks no promise of $title',
    {
      timeout: 300_000,
    },
    async (path: MainPath) => {
      const { broken, runs } = await breakEverywhere(rig, path);
      expect(broken).toEqual([]);
      expect(runs).toBeGreaterThan(200);
    },
  );

  it('passes over no call of a path that is not broken on another', async () => {
    const visited = new Set<string>();
    const brokenAt = new Set<string>();
    for (const path of MAIN_PATHS)
      for (const place of await quietPlaces(rig, path)) {
        visited.add(siteOf(place));
        if (path.own.test(place.place)) brokenAt.add(siteOf(place));
      }
    expect([...visited].filter((site) => !brokenAt.has(site))).toEqual([]);
  });
});
