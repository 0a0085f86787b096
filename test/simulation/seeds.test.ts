import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { runStory } from './run-story.ts';
import type { Story } from './story/story.ts';

const folder = new URL('seeds/', import.meta.url);
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Story);

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

describe('stories that once ended badly', () => {
  it.each(stories)('$title', async (story) => {
    const { violations, lines } = await runStory(rig, story);
    expect(violations, lines.join('\n')).toEqual([]);
  });
});
