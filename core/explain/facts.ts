import type { Environment, PushedCommit, Quarantine, Run } from '../ledger/items.ts';
import type { BakeRule } from '../plan/plan.ts';
import type { Release } from '../release/release.ts';

/** Everything that the answer to "where is this commit?" depends on, read from the ledger and asked of the repository. Times are epoch ms. */
export interface ExplainFacts {
  /** As the person wrote it: a release, or a commit, maybe shortened. */
  asked: string;
  now: number;
  /** 40 hex digits; absent: nobody knows a commit that begins like this. */
  sha?: string;
  /** Its line, from a release or the host. Attacker-controlled: escape wherever it is shown. */
  subject?: string;
  services: ServiceFacts[];
  /** Questions that got no answer, each as a sentence. */
  unanswered: string[];
}

export interface ServiceFacts {
  service: string;
  /** Absent: it is no longer configured. */
  branch?: string;
  /** Pushes to the service's repository that ended at the commit, and what became of them. */
  pushes: PushedCommit[];
  /** Where the commit stands on the branch; `unknown`: not asked, or no answer. */
  standing: 'tip' | 'yes' | 'gone' | 'unknown';
  /** Does the host have the commit at all? */
  isHosted: boolean | 'unknown';
  /** Releases that have the commit, newest first: its own, and later ones that contain it. */
  carriers: Carrier[];
  /** In their order. */
  stages: StageFacts[];
  quarantine?: Quarantine;
}

/** How it is known that a release has the commit: it is its head, the repository says so, or the pushes came in this order. */
export type Bond = 'own' | 'contains' | 'presumed';

export interface Carrier {
  release: Release;
  bond: Bond;
  /** Its time in each stage that it has reached. */
  runs: Record<string, Run>;
  /** By stage; of the plan that it goes by. */
  bakes: Record<string, Bake>;
}

export type Bake = Pick<BakeRule, 'forMs' | 'decideWithinMs'>;

export interface StageFacts {
  name: string;
  /** Absent: nothing has ever reached the stage. */
  environment?: Environment;
  /** The release that has the stage's lock, and until when it bakes. */
  holder?: { release: Release; bakesUntil?: number };
  /** The last rollback by hand of this stage. */
  turn?: Release;
  /** Whether what runs there has the commit could not be asked. */
  isUnsure?: boolean;
}
