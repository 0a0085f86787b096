import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Table } from '#core/ports/table.ts';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { amongStrangers, kindOf, type Strangers } from './aws/strangers.ts';
import { type Outcome, runStory } from './run-story.ts';
import { MAIN_PATHS } from './story/main-paths.ts';
import { randomStory } from './story/random-story.ts';
import type { Story } from './story/story.ts';

const SEEDS = Array.from({ length: 40 }, (_, i) => 1 + i);

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

async function tell(story: Story, present: boolean): Promise<{ outcome: Outcome; lost: string[] }> {
  let strangers: Strangers | undefined;
  const share = (table: Table): Table => {
    strangers = amongStrangers(table, present);
    return strangers.table;
  };
  const outcome = await runStory(rig, story, { share });
  return { outcome, lost: (strangers?.lost() ?? []).map(kindOf) };
}

const stories = [...MAIN_PATHS.map(({ story }) => story), ...SEEDS.map((seed) => randomStory(seed))];

it.each(stories)(
  '$title: goes as ever among attributes and items of a later version, and keeps them (F04, L12)',
  {
    timeout: 60_000,
  },
  async (story) => {
    const alone = await tell(story, false);
    const shared = await tell(story, true);
    expect(shared.outcome.violations).toEqual([]);
    expect(shared.outcome.lines).toEqual(alone.outcome.lines);
    expect(shared.outcome.hash).toBe(alone.outcome.hash);
    expect([...new Set(shared.lost)]).toEqual([]);
  },
);
