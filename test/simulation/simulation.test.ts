import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOVES } from '#core/release/moves.ts';
import { isTerminal, type ReleaseState } from '#core/release/release.ts';
import { openRig, type Rig } from './aws/orchestrator.ts';
import { CALL_FAULTS, HOP_FAULTS, INVOKE_FAULTS } from './chance/fault.ts';
import { addCoverage, BLOCKERS, emptyCoverage } from './coverage.ts';
import { runStory } from './run-story.ts';
import { randomStory } from './story/random-story.ts';
import { SELDOM } from './story/seldom.ts';

const FIRST_SEED = 1;
const RELEASES = 500;

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

  it('keeps every promise in random stories of pushes, mishaps and people, and reaches what there is to reach', async () => {
    const broken: string[] = [];
    const reached = emptyCoverage();
    let releases = 0;
    for (let seed = FIRST_SEED; releases < RELEASES; seed += 1) {
      const outcome = await runStory(rig, randomStory(seed));
      releases += outcome.releases;
      addCoverage(reached, outcome.coverage);
      broken.push(...outcome.violations.map(({ id, what }) => `seed ${seed}: ${id}: ${what}`));
    }
    expect(broken).toEqual([]);
    const edges = Object.entries(MOVES).flatMap(([from, tos]) => tos.map((to) => `${from} -> ${to}`));
    const missed = edges.filter((edge) => !reached.moves.has(edge) && !Object.hasOwn(SELDOM, edge));
    expect(missed).toEqual([]);
    expect(BLOCKERS.filter((kind) => !reached.blockers.has(kind))).toEqual([]);
    const faults = [...CALL_FAULTS, ...INVOKE_FAULTS, ...HOP_FAULTS];
    expect(faults.filter((kind) => !reached.faults.has(kind))).toEqual([]);
  }, 60_000);

  it('excuses no move that is not in the table, nor one out of an end', () => {
    for (const edge of Object.keys(SELDOM)) {
      const [from, to] = edge.split(' -> ') as [ReleaseState, ReleaseState];
      expect(MOVES[from]).toContain(to);
      expect(isTerminal(from)).toBe(false);
    }
  });
});
