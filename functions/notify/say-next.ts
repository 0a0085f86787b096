import type { EventKind } from '#core/ledger/items.ts';
import { type Release, shortSha, type TurnsBack } from '#core/release/release.ts';

export interface Course {
  release: Release;
  /** Names of the service's stages, in order. */
  stages: string[];
  /** What happened last, when it is known to be the latest. */
  after: EventKind | undefined;
}

/** What happens next, or what a person can do; undefined when it is over. Words of ours only. */
export function sayNext({ release, stages, after }: Course): string | undefined {
  const { state, stage = '', service, turnsBack } = release;
  if (turnsBack) return sayNextOfTurn(release, turnsBack);
  const following = list(stages.slice(stages.indexOf(stage) + 1));
  switch (state) {
    case 'ACCEPTED':
    case 'PREPARING':
    case 'BUILDING':
      return `the build, then ${list(stages) || 'the stages'}`;
    case 'CHECKING':
      return `the build as soon as every check is green, then ${list(stages) || 'the stages'}`;
    case 'WAITING':
      return after === 'deployed' ? following : sayWaiting(stage, stages, after);
    case 'DEPLOYING':
      return `${stage} is verified and bakes${then(following)}`;
    case 'VERIFYING':
      return `${stage} bakes${then(following)}`;
    case 'BAKING':
      return after === 'held' ? `a person decides: \`bakewatch resume ${service} ${stage}\`` : following || 'done';
    case 'ROLLING_BACK':
      return `${stage} is proved to run the release before again`;
    case 'CANCELLING':
      return `${stage} is proved to run the release before again; then it is cancelled`;
    case 'ROLLED_BACK':
      return release.leaves === 'free'
        ? `nothing was found wrong with the commit: ${again(release)}`
        : sayHeld(release);
    case 'ROLLBACK_FAILED':
      return sayUnsafe(release);
    case 'FAILED':
      return release.leaves === 'held' ? sayHeld(release) : MENDING;
    case 'REJECTED':
      return MENDING;
    case 'EXPIRED':
      return `when nothing is in the way any more: ${again(release)}`;
    case 'SUCCEEDED':
    case 'SUPERSEDED':
    case 'CANCELLED':
    case 'STALE':
      return undefined;
  }
}

/** Its commit is as good as it was. */
const again = ({ service, sha }: Release): string => `\`bakewatch deploy ${shortSha(sha)} --service ${service}\``;

/** A rollback by hand builds, tests and bakes nothing: it is proved, and then its stage is held. */
function sayNextOfTurn(release: Release, { stage, goesTo }: TurnsBack): string | undefined {
  const { state, service } = release;
  switch (state) {
    case 'ACCEPTED':
    case 'PREPARING':
    case 'WAITING':
      return `${stage} goes back to ${service}#${goesTo.release} as soon as nobody is at work there`;
    case 'DEPLOYING':
    case 'ROLLING_BACK':
      return `${stage} is proved to run ${service}#${goesTo.release} again, then it is held`;
    case 'SUCCEEDED':
      return sayHeld({ service, stage });
    case 'ROLLBACK_FAILED':
      return sayUnsafe({ ...release, stage });
    default:
      return undefined;
  }
}

const MENDING = 'push a commit that mends it';

const sayHeld = ({ service, stage = '', leaves }: Pick<Release, 'service' | 'stage' | 'leaves'>): string =>
  leaves === 'resumed' ? MENDING : `${stage} is held: ${MENDING}, then \`bakewatch resume ${service} ${stage}\``;

/** Without its lock the stage is another's already, and nothing is to be lifted there. */
function sayUnsafe({ service, stage = '', leaves = 'locked' }: Pick<Release, 'service' | 'stage' | 'leaves'>): string {
  const resume = `\`bakewatch resume ${service} ${stage}\``;
  switch (leaves) {
    case 'locked':
      return `${stage} stays locked until a person has looked and says ${resume}`;
    case 'held':
      return `${stage} is held as it is: a person mends it, or takes it back with \`bakewatch rollback ${service} ${stage}\`, and says ${resume}`;
    case 'resumed':
      return MENDING;
    case 'free':
      return `look at what runs in ${stage}`;
  }
}

function sayWaiting(stage: string, stages: string[], after: EventKind | undefined): string {
  if (after === 'artifact' || stage === '') return list(stages);
  return `${stage} as soon as nothing is in the way`;
}

const list = (stages: string[]): string => stages.join(', then ');
const then = (following: string): string => (following ? `, then ${following}` : '');
