/** A bug that an engineer could have made: one place of the product, written otherwise. The product itself is never touched. */
export interface Mutation {
  /** kebab-case: for `--only`. */
  name: string;
  /** What the product does then, in words of the domain. */
  bug: string;
  /** Path from the repository's root. */
  file: string;
  /** Stands exactly once in the file; where it has a space, the file may break the line. */
  find: string;
  replace: string;
}

/** The source with the bug in it. Throws when `find` does not stand in it exactly once: the mutation has gone stale. */
export function applyMutation(source: string, { name, file, find, replace }: Mutation): string {
  const pattern = new RegExp(
    find
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/[^\w]/g, '\\$&'))
      .join('\\s+'),
    'g',
  );
  const times = source.match(pattern)?.length ?? 0;
  if (times === 1) return source.replace(pattern, () => replace);
  throw new Error(`The mutation ${name} has gone stale: what it replaces stands ${times} times in ${file}.`);
}
