import type { EventKind } from '#core/ledger/items.ts';
import type { Release, TurnsBack } from '#core/release/release.ts';

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
      return `${stage} is held: push a commit that mends it, then \`bakewatch resume ${service} ${stage}\``;
    case 'ROLLBACK_FAILED':
      return `${stage} stays locked until a person has looked and says \`bakewatch resume ${service} ${stage}\``;
    case 'FAILED':
    case 'REJECTED':
      return 'push a commit that mends it';
    case 'EXPIRED':
      return 'push again when nothing is in the way any more';
    case 'SUCCEEDED':
    case 'SUPERSEDED':
    case 'CANCELLED':
    case 'STALE':
      return undefined;
  }
}

/** A rollback by hand builds, tests and bakes nothing: it is proved, and then its stage is held. */
function sayNextOfTurn({ state, service }: Release, { stage, goesTo }: TurnsBack): string | undefined {
  switch (state) {
    case 'ACCEPTED':
    case 'PREPARING':
    case 'WAITING':
      return `${stage} goes back to ${service}#${goesTo.release} as soon as nobody is at work there`;
    case 'DEPLOYING':
    case 'ROLLING_BACK':
      return `${stage} is proved to run ${service}#${goesTo.release} again, then it is held`;
    case 'SUCCEEDED':
      return `${stage} is held: push a commit that mends it, then \`bakewatch resume ${service} ${stage}\``;
    case 'ROLLBACK_FAILED':
      return `${stage} stays locked until a person has looked and says \`bakewatch resume ${service} ${stage}\``;
    default:
      return undefined;
  }
}

function sayWaiting(stage: string, stages: string[], after: EventKind | undefined): string {
  if (after === 'artifact' || stage === '') return list(stages);
  return `${stage} as soon as nothing is in the way`;
}

const list = (stages: string[]): string => stages.join(', then ');
const then = (following: string): string => (following ? `, then ${following}` : '');
