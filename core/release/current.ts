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

/** What ran on this target, if it is known of it: a target may have any name, also one that every object knows. */
export const revisionOn = (
  current: Pick<Current, 'taskDefinitions'> | undefined,
  target: string,
): string | undefined =>
  current && Object.hasOwn(current.taskDefinitions, target) ? current.taskDefinitions[target] : undefined;

/** The digest that every task of this target must run; empty where the image that was adopted names none. */
export const digestOn = ({ adopted = {}, digest }: Pick<Current, 'adopted' | 'digest'>, target: string): string =>
  Object.hasOwn(adopted, target) ? (adopted[target] ?? '') : digest;
