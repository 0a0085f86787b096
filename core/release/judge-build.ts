import type { Build } from '../ports/builds.ts';
import { isTerminal, type Release } from './release.ts';

/** `ours`: it builds the release. `needless`: it does, and nobody wants that any more. `strange`: it is none of our business. */
export type BuildJudgement = 'ours' | 'needless' | 'strange';

/** The clocks of CodeBuild and of whoever ended the release may differ by so much. */
const MARGIN_MS = 60_000;

/**
 * What a build that names a release is to it. The name alone says little: tests of a stage carry it, too, and a person who starts a
 * build again by hand starts it with all of its variables, perhaps long after the release has ended.
 */
export function judgeBuild(
  { state, digest, endedAt }: Pick<Release, 'state' | 'digest' | 'endedAt'>,
  /** The project that the release is built by, if it has a plan. */
  project: string | undefined,
  build: Build,
): BuildJudgement {
  if (!build.isRunning || build.project !== project) return 'strange';
  if (state === 'BUILDING') return 'ours';
  const beganBefore = build.startedAt <= (endedAt ?? 0) + MARGIN_MS;
  return isTerminal(state) && digest === undefined && beganBefore ? 'needless' : 'strange';
}
