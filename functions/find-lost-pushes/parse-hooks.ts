import { GITHUB_HOOKS } from './env.ts';

/** The number of each repository's webhook, by the repository's number. Throws when the text is not `35129377=1234567,42=7654321`. */
export function parseHooks(text: string): ReadonlyMap<number, number> {
  const parts = text.split(',').map((part) => part.trim());
  const pairs = parts.filter((part) => part !== '').map((part) => /^([1-9]\d{0,14})=([1-9]\d{0,14})$/.exec(part));
  if (pairs.includes(null))
    throw new Error(`${GITHUB_HOOKS} must look like 35129377=1234567: a repository's number and its webhook's.`);
  return new Map(pairs.flatMap((pair) => (pair ? [[Number(pair[1]), Number(pair[2])]] : [])));
}
