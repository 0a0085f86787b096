import type { Where } from './alarms.ts';

/** Where the images live (ECR). */
export interface Registry {
  /** The full reference `<repository uri>@<digest>` when the digest exists in that repository. */
  find(repository: string, digest: string): Promise<string | undefined>;
  /** The digest that a tag names now; undefined when there is no such tag. */
  tagged(repository: string, tag: string): Promise<string | undefined>;
  /**
   * Is the image that a task definition names still there? Only an image of the registry that is named by its digest can be
   * asked about; for any other the answer is yes, as nobody here knows better. `runs` is where the task definition is: an
   * image of that account is asked for by its role.
   */
  has(image: string, runs?: Where): Promise<boolean>;
}
