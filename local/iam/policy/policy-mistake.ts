/** A policy that IAM would refuse, or one that says what is not understood here: nothing of it may be ignored. */
export class PolicyMistake extends Error {
  override readonly name = 'PolicyMistake';
}
