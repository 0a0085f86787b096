import type { Answer } from '../ports/inventory.ts';

/** One thing that was looked at. Sentences are for people; without the remedy, without a dot at the end. */
export interface Finding {
  /** `wrong`: something does not work. `warning`: it works, and somebody should look. `unchecked`: nobody knows. */
  kind: 'ok' | 'warning' | 'wrong' | 'unchecked';
  /** What it is about: `functions`, `hello production`. */
  about: string;
  message: string;
  /** What to do, as half a sentence. Absent where all is well. */
  remedy?: string;
}

export const ok = (about: string, message: string): Finding => ({ kind: 'ok', about, message });

export const warning = (about: string, message: string, remedy: string): Finding => ({
  kind: 'warning',
  about,
  message,
  remedy,
});

export const wrong = (about: string, message: string, remedy: string): Finding => ({
  kind: 'wrong',
  about,
  message,
  remedy,
});

export function unchecked(about: string, what: string, why: string, permission?: string): Finding {
  const remedy = permission ? `ask with credentials that allow ${permission}` : 'make sure of it yourself';
  return { kind: 'unchecked', about, message: `${what}: ${why}`, remedy };
}

/**
 * Many things of a kind in as few findings as say it: what is not right one by one, what could not be asked once for each reason, and
 * when all is well a single sentence.
 */
export function judgeAll<Found>(
  about: string,
  answers: Record<string, Answer<Found>>,
  say: { well: string; what: string; missing(name: string): Finding; right(name: string, found: Found): Finding[] },
): Finding[] {
  const unasked = new Map<string, Finding>();
  const bad = Object.entries(answers).flatMap(([name, answer]) => {
    if (answer.kind === 'missing') return [say.missing(name)];
    if (answer.kind === 'found') return say.right(name, answer.found);
    unasked.set(answer.why, unchecked(about, say.what, answer.why, answer.permission));
    return [];
  });
  const all = [...bad, ...unasked.values()];
  return all.length > 0 ? all : [ok(about, say.well)];
}
