import { hostOf, type RepositoryId } from './repository-id.ts';

/** A push as Bakewatch understands it, whatever host it came from. */
export interface Push {
  repositoryId: RepositoryId;
  repositoryName: string;
  /** `refs/heads/main`, byte-exact. */
  ref: string;
  /** 40 hex digits; zeros: the ref was created (`before`) or deleted (`after`). */
  before: string;
  after: string;
  forced: boolean;
  /** The host's own: a number at GitHub and GitLab, a UUID in braces at Bitbucket. */
  senderId: number | string;
  sender: string;
  author: string;
  subject: string;
  /** Commits (40 hex digits) that this push says it reverts, as `git revert` writes it. */
  reverts: string[];
  /** Every path the push changed, or undefined when the host did not list them all: then everything may have changed. */
  changedPaths: string[] | undefined;
  /**
   * Its webhook never came, or it is an image, of which an event only wakes: the branch or tag itself told of it. Then nobody knows who pushed
   * (`senderId` 0), nor which paths. It counts only while the ledger has the head at `before`.
   */
  found?: true;
}

/** `main` of `refs/heads/main`. */
export const branchOf = (ref: string): string => ref.replace(/^refs\/heads\//, '');

export const NO_COMMIT = '0'.repeat(40);

export const isDeletion = (push: Push): boolean => push.after === NO_COMMIT;

/** What was pushed is no commit but an image, and its ref a tag. */
export const isImage = ({ repositoryId }: Pick<Push, 'repositoryId'>): boolean => hostOf(repositoryId) === 'ecr';
