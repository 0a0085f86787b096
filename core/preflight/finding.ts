import type { Answer } from '../ports/inventory.ts';

export interface Finding {
  /** `mistake`: no release gets through. `warning`: it may, and yet. `unchecked`: nobody knows. */
  kind: 'mistake' | 'warning' | 'unchecked';
  /** The place in the file; where it is not in the file, the deepest part that is, is meant. */
  path: PropertyKey[];
  /** One human sentence, without the path and without the remedy. */
  message: string;
  /** What to do, as half a sentence. */
  remedy: string;
}

export const mistake = (path: PropertyKey[], message: string, remedy: string): Finding => ({
  kind: 'mistake',
  path,
  message,
  remedy,
});

export const warning = (path: PropertyKey[], message: string, remedy: string): Finding => ({
  kind: 'warning',
  path,
  message,
  remedy,
});

/** Of what could not be asked; `what` is what is not known: `whether the cluster "live" exists`. */
export function unchecked(
  path: PropertyKey[],
  what: string,
  answer: Extract<Answer<unknown>, { kind: 'unasked' }>,
): Finding {
  const { why, permission } = answer;
  const remedy = permission ? `ask with credentials that allow ${permission}` : 'make sure of it yourself';
  return { kind: 'unchecked', path, message: `not checked ${what}: ${why}`, remedy };
}

/** What is wrong with something that should be there: nothing when it is, and `right` has nothing to say of it. */
export function expectFound<Found>(
  answer: Answer<Found>,
  about: { path: PropertyKey[]; what: string; missing: string; remedy: string },
  right: (found: Found) => Finding[] = () => [],
): Finding[] {
  const { path, what, missing, remedy } = about;
  if (answer.kind === 'unasked') return [unchecked(path, what, answer)];
  return answer.kind === 'missing' ? [mistake(path, missing, remedy)] : right(answer.found);
}
