import { beforeAll, describe, expect, it } from 'vitest';
import { MOVES } from '#core/release/moves.ts';
import { isTerminal, type ReleaseState } from '#core/release/release.ts';
import { CALL_FAULTS, HOP_FAULTS, INVOKE_FAULTS } from './chance/fault.ts';
import { addCoverage, BLOCKERS, emptyCoverage } from './coverage.ts';
import { randomStories } from './random-stories.ts';
import { SITUATIONS } from './situations/situations.ts';
import { SELDOM } from './story/seldom.ts';

const FIRST_SEED = 1;
const RELEASES = 2_000;
/** So many of the stories are told twice. */
const REPLAYED = 100;

const broken: string[] = [];
const changed: string[] = [];
const reached = emptyCoverage();

beforeAll(async () => {
  let releases = 0;
  let told = 0;
  for await (const { story, outcome, again } of randomStories(FIRST_SEED)) {
    releases += outcome.releases;
    told += 1;
    addCoverage(reached, outcome.coverage);
    broken.push(...outcome.violations.map(({ id, what }) => `${story.title}: ${id}: ${what}`));
    if (told <= REPLAYED && (await again()).hash !== outcome.hash) changed.push(story.title);
    if (releases >= RELEASES) break;
  }
}, 300_000);

describe('the simulation', () => {
  it('keeps every promise in random stories of pushes, mishaps and people', () => {
    expect(broken).toEqual([]);
  });

  it('replays a seed to the same log, event by event', () => {
    expect(changed).toEqual([]);
  });

  it('reaches every legal move, every blocker and every fault', () => {
    const edges = Object.entries(MOVES).flatMap(([from, tos]) => tos.map((to) => `${from} -> ${to}`));
    expect(edges.filter((edge) => !reached.moves.has(edge) && !Object.hasOwn(SELDOM, edge))).toEqual([]);
    expect(BLOCKERS.filter((kind) => !reached.blockers.has(kind))).toEqual([]);
    const faults = [...CALL_FAULTS, ...INVOKE_FAULTS, ...HOP_FAULTS];
    expect(faults.filter((kind) => !reached.faults.has(kind))).toEqual([]);
  });

  it('reaches every situation that can come about in a story', () => {
    expect(Object.keys(SITUATIONS).filter((id) => !reached.situations.has(id))).toEqual([]);
  });

  it('excuses no move that is not in the table, nor one out of an end', () => {
    for (const edge of Object.keys(SELDOM)) {
      const [from, to] = edge.split(' -> ') as [ReleaseState, ReleaseState];
      expect(MOVES[from]).toContain(to);
      expect(isTerminal(from)).toBe(false);
    }
  });
});
