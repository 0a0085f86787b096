import type * as z from 'zod';
import { cut } from '../words/say-time.ts';
import { type ConfigMistake, MOST_MISTAKES } from './config-mistake.ts';
import { knownKeys, nearest } from './nearest-key.ts';
import { showPath } from './show-path.ts';

type Issue = z.core.$ZodIssue;
type LineOf = (path: PropertyKey[]) => number;

/** What the validator found, as people say it; several mistakes where it bundles them. */
export function explainIssue(issue: Issue, lineOf: LineOf): ConfigMistake[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    // In the order of the file: those after the first are not shown, and to find the line of each would take long.
    return issue.keys
      .slice(0, MOST_MISTAKES)
      .map((key) => mistake([...issue.path, key], sayUnknown(key, known), lineOf));
  }
  if (issue.code === 'invalid_union') {
    if (issue.errors.length === 0) return [mistake(issue.path, sayDiscriminator(issue), lineOf)];
    return nearestBranch(issue.errors).flatMap((inner) =>
      explainIssue({ ...inner, path: [...issue.path, ...inner.path] } as Issue, lineOf),
    );
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return [mistake(issue.path, issue.issues[0]?.message ?? issue.message, lineOf)];
  }
  return [mistake(issue.path, sayIssue(issue), lineOf)];
}

const mistake = (path: PropertyKey[], message: string, lineOf: LineOf): ConfigMistake => ({
  line: lineOf(path),
  path: showPath(path),
  message,
});

/** The word that tells the forms of a block apart is none of those that there are. */
function sayDiscriminator(issue: Issue): string {
  const { options = [] } = issue as { options?: unknown[] };
  return `must be ${options.filter((option) => typeof option === 'string').join(' or ')}`;
}

function sayUnknown(key: string, known: string[]): string {
  if (known.includes(key)) return 'belongs to another form of this block: keep the keys of one';
  const near = nearest(key, known);
  if (near) return `is not known here: did you mean \`${near}\`?`;
  return known.length > 0 ? `is not known here: there are ${known.join(', ')}` : 'is not known here';
}

function sayIssue(issue: Issue): string {
  if (issue.code === 'invalid_type') {
    const expected = NOUNS[issue.expected] ?? issue.expected;
    if (issue.input === undefined) return `is missing: it must be ${expected}`;
    return issue.message.startsWith('Invalid') ? `must be ${expected}, not ${sayValue(issue.input)}` : issue.message;
  }
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_small' && issue.message.startsWith('Too'))
    return `must be at least ${issue.minimum}${sayUnit(issue.origin)}`;
  if (issue.code === 'too_big' && issue.message.startsWith('Too'))
    return `must be at most ${issue.maximum}${sayUnit(issue.origin)}`;
  return issue.message;
}

const NOUNS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};

const UNITS: Record<string, string> = { string: ' characters long', array: ' entries long' };
const sayUnit = (origin: string): string => UNITS[origin] ?? '';

function sayValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a block of keys';
  const text = String(value).replaceAll(/\s+/g, ' ');
  const shown = cut(text, 40);
  return typeof value === 'string' ? `the text "${shown}"` : `the ${typeof value} ${shown}`;
}

/** Of the shapes that would have been right, the one that the author most likely meant. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const strangers = (issues: readonly Issue[]): number =>
    issues.filter((issue) => issue.code === 'unrecognized_keys').length;
  return [...branches].sort((a, b) => strangers(a) - strangers(b) || a.length - b.length)[0] ?? [];
}
