/** What Bakewatch says on EventBridge when a webhook has told of a commit's checks: its detail is a `repositoryId` and a `sha`. It only wakes. */
export const CHECKS_CHANGED = 'Commit Checks Changed';
