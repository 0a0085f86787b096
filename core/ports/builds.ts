export interface Builds {
  /** How the build stands, which may be a moment old; undefined when there is none of that id, or none that we may look at. */
  read(id: string): Promise<Build | undefined>;
  /** Safe to repeat; one that has ended, or was never there, is left alone. */
  stop(id: string): Promise<void>;
}

export interface Build {
  id: string;
  project: string;
  isRunning: boolean;
  /** Epoch ms. */
  startedAt: number;
  /** What its variable BAKEWATCH_RELEASE says: whoever starts a build may write there what she likes. */
  release?: string;
  /** Where its log is. */
  logs?: string;
}
