const LONGEST = 31;

/** A service's name out of the repository's: lower-case letters, digits and hyphens, beginning with a letter. */
export function nameService(repository: string): string {
  const last = repository.split('/').at(-1) ?? '';
  const name = last
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return name || 'app';
}
