import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { distinctPlaces, everyFault } from './exhaustive.ts';
import { runStory } from './run-story.ts';
import { MAIN_PATHS } from './story/main-paths.ts';
import type { Story } from './story/story.ts';

const MINUTE = 60_000;
/** T_recon of scenario L9. */
const FOUND_WITHIN_MS = 5 * MINUTE;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** A good release, then a push whose webhook never comes. */
function lostPush(at: number): Story {
  const [path] = MAIN_PATHS;
  if (!path) throw new Error('There are no main paths.');
  return {
    ...path.story,
    title: `a push at ${at} whose webhook is lost`,
    pushes: [...path.story.pushes, { at, kind: 'commit', behaviour: 'good' }],
    faults: { 'webhook of push 2 1': 'drop' },
  };
}

describe('a webhook that is lost', () => {
  it.each([1, 30, 59, 60, 61, 119, 120])('L9 is found within five minutes, %i s after a search', async (seconds) => {
    const at = 20 * MINUTE + seconds * 1_000;
    const { violations, lines } = await runStory(rig, lostPush(at));
    expect(violations).toEqual([]);
    const found = lines.find((line) => line.includes('its push never came'));
    expect(found).toBeDefined();
    const [hours = 0, minutes = 0, rest = 0] = (found ?? '').split('  ', 1)[0]?.split(':').map(Number) ?? [];
    expect(((hours * 60 + minutes) * 60 + rest) * 1_000 - at).toBeLessThanOrEqual(FOUND_WITHIN_MS);
  });

  it('L9 S3 is one release, whatever fails at whatever place of the search', { timeout: 300_000 }, async () => {
    const story = lostPush(21 * MINUTE);
    const quiet = await runStory(rig, story, { noting: true });
    const own = distinctPlaces(quiet.places).filter(({ place }) => place.startsWith('find-lost-pushes'));
    const broken: string[] = [];
    const stories = everyFault(story, own);
    for (const faulty of stories) {
      const { violations, releases } = await runStory(rig, faulty);
      broken.push(...violations.map(({ id, what }) => `${faulty.title}: ${id}: ${what}`));
      if (releases !== 2) broken.push(`${faulty.title}: ${releases} releases`);
    }
    expect(broken).toEqual([]);
    expect(stories.length).toBeGreaterThan(50);
  });
});
