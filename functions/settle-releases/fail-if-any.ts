/** Throws all of them as one, so that whoever called tries again. */
export function failIfAny(failures: Error[]): void {
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
}
