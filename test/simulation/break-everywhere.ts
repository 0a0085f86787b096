import type { Rig } from './aws/orchestrator.ts';
import type { Place } from './chance/fault-plan.ts';
import { distinctPlaces, everyFault } from './exhaustive.ts';
import { runStory } from './run-story.ts';
import type { MainPath } from './story/main-paths.ts';

export const quietPlaces = async (rig: Rig, { story }: MainPath): Promise<Place[]> =>
  (await runStory(rig, story, { noting: true })).places;

/** The story with every telling fault at every place of its own: what is broken by which. */
export async function breakEverywhere(rig: Rig, path: MainPath): Promise<{ broken: string[]; runs: number }> {
  const places = distinctPlaces(await quietPlaces(rig, path));
  const stories = everyFault(
    path.story,
    places.filter(({ place }) => path.own.test(place)),
    { telling: true },
  );
  const broken: string[] = [];
  for (const faulty of stories) {
    const outcome = await runStory(rig, faulty);
    broken.push(...outcome.violations.map(({ id, what }) => `${faulty.title}: ${id}: ${what}`));
  }
  return { broken, runs: stories.length };
}
