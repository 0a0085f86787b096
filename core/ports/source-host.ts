/** Where the commits live (GitHub). */
export interface SourceHost {
  /**
   * Is `sha` still part of the branch, or of another commit's history when `branch` is a commit? `tip`: it is the newest
   * commit there. `gone`: the branch exists and does not contain it (a force-push removed it), or the branch does not
   * exist. Throws when the host cannot be asked: not knowing is not having.
   */
  isOnBranch(repository: { id: number; name: string }, branch: string, sha: string): Promise<'tip' | 'yes' | 'gone'>;
}
