import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { runStory } from './run-story.ts';
import type { Story } from './story/story.ts';

interface Kept extends Story {
  breaks?: string;
  /** Fault places that are not visited any more because of the very mend: what it mends is tried again no more. */
  mendedAway?: string[];
}

const folder = new URL('seeds/', import.meta.url);
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Kept);

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

describe('stories that once ended badly', () => {
  it.each(stories)('$title', async ({ breaks, mendedAway = [], ...story }) => {
    expect(breaks, 'the invariant that it broke').toMatch(/^[SLK]\d+$/);
    const { violations, lines, places } = await runStory(rig, story);
    expect(violations, lines.join('\n')).toEqual([]);
    // A story whose faults no longer happen anywhere proves nothing: shrink it anew from its seed, or let it go.
    const met = new Set(places.map(({ place }) => place));
    expect(Object.keys(story.faults).filter((place) => !met.has(place))).toEqual(mendedAway);
  });
});
