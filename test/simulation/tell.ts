import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openRig } from './aws/orchestrator.ts';
import { runStory } from './run-story.ts';
import { shrink } from './shrink.ts';
import { randomStory } from './story/random-story.ts';
import type { Story } from './story/story.ts';

/**
 * `npm run tell -- --seed 17` tells a story line by line; `--shrink` makes a failing one short first, and `--save name`
 * keeps it in seeds/ to be run for ever. `--story file` tells one from there.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    'skew-seconds': { type: 'string' },
    story: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});

const skewMs = values['skew-seconds'] === undefined ? undefined : 1_000 * Number(values['skew-seconds']);
const rig = await openRig();
const found: Story = values.story
  ? JSON.parse(readFileSync(values.story, 'utf8'))
  : randomStory(Number(values.seed), skewMs);
const [first] = (await runStory(rig, found)).violations;
const story = (values.shrink && first && (await shrink(rig, found, first.id))) || found;
const outcome = await runStory(rig, story);
console.log(outcome.lines.join('\n'));
console.log(outcome.violations);
if (values.save) {
  const file = new URL(`seeds/${values.save}.json`, import.meta.url);
  const title = `${values.save.replaceAll('-', ' ')}; found by ${found.title}`;
  writeFileSync(file, `${JSON.stringify({ ...story, title, breaks: first?.id }, undefined, 2)}\n`);
}
await rig.close();
