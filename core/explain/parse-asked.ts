import { parseReleaseId } from '../release/release.ts';

/** What a person may ask about. `start`: at least 7 of a commit's 40 hex digits. */
export type Asked =
  | { kind: 'release'; service: string; number: number }
  | { kind: 'commit'; start: string }
  | { kind: 'neither'; message: string };

const HASH = /^[0-9a-f]{7,40}$/;
const LONGEST_SHOWN = 60;

/** A release's name or a commit's hash, also a short one; anything else with a sentence that says what is expected. */
export function parseAsked(asked: unknown): Asked {
  const text = typeof asked === 'string' ? asked.trim() : '';
  const release = parseReleaseId(text);
  if (release) return { kind: 'release', ...release };
  const start = text.toLowerCase();
  if (HASH.test(start)) return { kind: 'commit', start };
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return {
    kind: 'neither',
    message: `"${shown}" is neither a release, like 'hello#2', nor a commit: at least the first 7 of its 40 hex digits.`,
  };
}
