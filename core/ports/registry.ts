/** Where the images live (ECR). */
export interface Registry {
  /** The full reference `<repository uri>@<digest>` when the digest exists in that repository. */
  find(repository: string, digest: string): Promise<string | undefined>;
  /**
   * Is the image that a task definition names still there? Only an image of the registry that is named by its digest can be
   * asked about; for any other the answer is yes, as nobody here knows better.
   */
  has(image: string): Promise<boolean>;
}
