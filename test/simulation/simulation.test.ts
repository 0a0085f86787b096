import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { runStory } from './run-story.ts';
import { randomStory } from './story/random-story.ts';

const FIRST_SEED = 1;
const RELEASES = 150;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

describe('the simulation', () => {
  it('replays a seed to the same log, event by event', async () => {
    const story = randomStory(4);
    const [first, second] = [await runStory(rig, story), await runStory(rig, story)];
    expect(first.events).toBeGreaterThan(500);
    expect(second.hash).toBe(first.hash);
  });

  it('keeps every promise in random stories of pushes, mishaps and people', async () => {
    const broken: string[] = [];
    let releases = 0;
    for (let seed = FIRST_SEED; releases < RELEASES; seed += 1) {
      const outcome = await runStory(rig, randomStory(seed));
      releases += outcome.releases;
      broken.push(...outcome.violations.map(({ id, what }) => `seed ${seed}: ${id}: ${what}`));
    }
    expect(broken).toEqual([]);
  }, 60_000);
});
