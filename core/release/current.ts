/** The last release that finished healthy in a stage: the only automatic rollback target. */
export interface Current {
  release: number;
  sha: string;
  digest: string;
  /** Target name to task definition ARN. */
  taskDefinitions: Record<string, string>;
  /** Targets whose revision is not the release's but what a person found there and adopted: its digest, empty when its image has none. */
  adopted?: Record<string, string>;
  at: number;
}
