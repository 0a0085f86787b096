import type { Current } from '../release/current.ts';

/** What a rollback goes to, as people say it: `hello#5`, unless a person put something else in its place since. */
export const sayCurrent = (service: string, { release, adopted }: Pick<Current, 'release' | 'adopted'>): string =>
  adopted ? `what was adopted after ${service}#${release}` : `${service}#${release}`;
