import type { Setup } from '../story/story.ts';

/** What is left of a run, for whoever looks what it has reached. */
export interface Run {
  setup: Setup;
  /** The story for people, in one text. */
  told: string;
  /** `<place>: <fault>`, line by line. */
  faults: string;
  /** The call sites that were visited, line by line. */
  visited: string;
  /** `FROM -> TO` of every move of a release. */
  moves: ReadonlyMap<string, number>;
}

/** How a situation is recognised in a run. */
export type Recognise = (run: Run) => boolean;

/** By a line of the story. */
export const told =
  (line: RegExp): Recognise =>
  (run) =>
    line.test(run.told);

/** By a fault at a place, `start-deployment hello#2/staging/hello fleet.deploy 1: after`. */
export const fault =
  (at: RegExp): Recognise =>
  (run) =>
    at.test(run.faults);

export const visited =
  (site: RegExp): Recognise =>
  (run) =>
    site.test(run.visited);

export const moved =
  (edge: string): Recognise =>
  (run) =>
    run.moves.has(edge);

export const setUp =
  (is: (setup: Setup) => boolean): Recognise =>
  (run) =>
    is(run.setup);

export const both =
  (one: Recognise, other: Recognise): Recognise =>
  (run) =>
    one(run) && other(run);
