import { NO_COMMIT } from '../intake/push.ts';
import type { LedgerEvent } from '../ledger/items.ts';
import type { Repository } from '../ports/source-host.ts';
import { type Release, releaseId, shortSha } from '../release/release.ts';

/** What stands for author and subject until the repository was asked. */
const NOT_KNOWN = 'not known yet';

/** No push told who wrote the commit of this release, nor what it says: the repository is still to be asked. */
export const isUnread = ({ askedFor, author }: Release): boolean => askedFor !== undefined && author === NOT_KNOWN;

export interface DeployMade {
  service: string;
  number: number;
  sha: string;
  /** `main` */
  branch: string;
  repository: Repository;
  model: Release | undefined;
  by: string;
  reason: string;
  at: number;
}

/** A release that a person ordered, with the first line of its history. It is nobody's push: what is newest, the repository is asked. */
export function makeDeploy(asked: DeployMade): { release: Release; event: LedgerEvent } {
  const { service, number, sha, branch, repository, model, by, reason, at } = asked;
  const sentence = `${by} releases commit ${shortSha(sha)} of ${branch}: ${reason}`;
  const release: Release = {
    ...{ service, number, sha, ref: `refs/heads/${branch}` },
    ...{ repositoryId: repository.id, repositoryName: repository.name },
    before: model?.before ?? NO_COMMIT,
    author: model?.author ?? NOT_KNOWN,
    subject: model?.subject ?? NOT_KNOWN,
    ...(model?.pusher ? { pusher: model.pusher } : {}),
    ...(model?.reverts ? { reverts: model.reverts } : {}),
    askedFor: { by, reason },
    unordered: true,
    state: 'ACCEPTED',
    reason: sentence,
    acceptedAt: at,
    events: 1,
  };
  const id = releaseId(release);
  return { release, event: { release: id, number: 1, at, actor: by, kind: 'accepted', sentence, state: 'ACCEPTED' } };
}
