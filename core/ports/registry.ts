/** Where the images live (ECR). */
export interface Registry {
  /** The full reference `<repository uri>@<digest>` when the digest exists in that repository. */
  find(repository: string, digest: string): Promise<string | undefined>;
}
