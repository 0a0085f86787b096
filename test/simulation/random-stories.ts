import { openRig, type Rig } from './aws/orchestrator.ts';
import { type Outcome, runStory } from './run-story.ts';
import { randomStory } from './story/random-story.ts';
import type { Story } from './story/story.ts';

export interface Told {
  story: Story;
  outcome: Outcome;
  /** Runs the same story once more. */
  again(): Promise<Outcome>;
}

/** Step Functions grows slower with everything that it remembers. */
const STORIES_PER_RIG = 100;

/** Random stories, one seed after the other, for as long as somebody asks for more. */
export async function* randomStories(firstSeed: number, skewMs?: number): AsyncGenerator<Told> {
  let rig: Rig = await openRig();
  try {
    for (let told = 0; ; told += 1) {
      if (told > 0 && told % STORIES_PER_RIG === 0) {
        await rig.close();
        rig = await openRig();
      }
      const story = randomStory(firstSeed + told, skewMs);
      const now = rig;
      yield { story, outcome: await runStory(now, story), again: () => runStory(now, story) };
    }
  } finally {
    await rig.close();
  }
}
