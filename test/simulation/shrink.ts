import type { Rig } from './aws/orchestrator.ts';
import { runStory } from './run-story.ts';
import { CALM, PLAIN, type Setup, type Story } from './story/story.ts';

/**
 * Makes a failing story short: without chance, and without every push, act, fault and setting that it fails without.
 * `id` is the invariant that it breaks. Undefined when it does not break that one.
 */
export async function shrink(rig: Rig, story: Story, id: string): Promise<Story | undefined> {
  const fails = async (candidate: Story): Promise<boolean> =>
    (await runStory(rig, candidate)).violations.some((violation) => violation.id === id);
  const { injected } = await runStory(rig, story);
  const explicit: Story = { ...story, rates: CALM, faults: { ...injected } };
  if (!(await fails(explicit))) return undefined;
  let least = explicit;
  for (let before = -1; before !== sizeOf(least); ) {
    before = sizeOf(least);
    least = await shrinkList(least, Object.entries(least.faults), fails, (faults) => ({
      faults: Object.fromEntries(faults),
    }));
    least = await shrinkList(least, least.acts, fails, (acts) => ({ acts }));
    least = await shrinkList(least, least.pushes, fails, (pushes) => ({ pushes }));
    least = await shrinkSetup(least, fails);
  }
  return least;
}

type Fails = (story: Story) => Promise<boolean>;

const sizeOf = ({ faults, acts, pushes, setup }: Story): number =>
  Object.keys(faults).length + acts.length + pushes.length + changedSettings(setup).length;

/** Takes away halves, then quarters, then single items, for as long as the story still fails. */
async function shrinkList<T>(
  story: Story,
  all: T[],
  fails: Fails,
  withItems: (items: T[]) => Partial<Story>,
): Promise<Story> {
  let items = all;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < items.length; ) {
      const fewer = [...items.slice(0, from), ...items.slice(from + size)];
      if (await fails({ ...story, ...withItems(fewer) })) items = fewer;
      else from += size;
    }
  }
  return { ...story, ...withItems(items) };
}

const changedSettings = (setup: Setup): (keyof Setup)[] =>
  (Object.keys(PLAIN) as (keyof Setup)[]).filter((name) => setup[name] !== PLAIN[name]);

async function shrinkSetup(story: Story, fails: Fails): Promise<Story> {
  let least = story;
  for (const name of Object.keys(story.setup).filter((key) => !Object.hasOwn(PLAIN, key))) {
    const setup = Object.fromEntries(Object.entries(least.setup).filter(([key]) => key !== name)) as unknown as Setup;
    if (await fails({ ...least, setup })) least = { ...least, setup };
  }
  for (const name of changedSettings(story.setup)) {
    const plainer = { ...least, setup: { ...least.setup, [name]: PLAIN[name] } };
    if (await fails(plainer)) least = plainer;
  }
  return least;
}
