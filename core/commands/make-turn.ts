import type { LedgerEvent } from '../ledger/items.ts';
import type { Current } from '../release/current.ts';
import { type Release, releaseId } from '../release/release.ts';

export interface TurnAsked {
  number: number;
  stage: string;
  goesTo: Current;
  /** The release that it goes back to: the new one is of the same commit. */
  model: Release;
  /** What is there now: it is held to be bad. */
  from: Pick<Current, 'release' | 'sha'>;
  /** The highest number that has gone forward there. */
  after: number;
  by: string;
  reason: string;
  at: number;
}

/** A release that takes a stage back by hand, with the first line of its history. */
export function makeTurn(asked: TurnAsked): { release: Release; event: LedgerEvent } {
  const { number, stage, goesTo, model, from, after, by, reason, at } = asked;
  const { service, sha, ref, before, repositoryId, repositoryName, author, subject } = model;
  const sentence = `${by} takes ${stage} back to ${service}#${goesTo.release}: ${reason}`;
  const release: Release = {
    ...{ service, number, sha, ref, before, repositoryId, repositoryName, author, subject },
    digest: goesTo.digest,
    state: 'ACCEPTED',
    reason: sentence,
    turnsBack: { stage, goesTo, from: { release: from.release, sha: from.sha }, after, by, reason },
    acceptedAt: at,
    events: 1,
  };
  const event: LedgerEvent = {
    release: releaseId(release),
    number: 1,
    at,
    actor: by,
    kind: 'accepted',
    sentence,
    state: release.state,
  };
  return { release, event };
}
