/**
 * The package URL of an image, `pkg:oci/hello@sha256%3A…?repository_url=registry/team/hello`, from `registry/team/hello@sha256:…`.
 * https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md
 */
export function imagePurl(image: string): string {
  const [, repository = image, digest = ''] = /^([^@]*)@(.*)$/.exec(image) ?? [];
  const name = repository.replace(/^.*\//, '').toLowerCase();
  const version = digest ? `@${encodeURIComponent(digest)}` : '';
  const where = repository.includes('/')
    ? `?repository_url=${encodeURIComponent(repository).replaceAll('%2F', '/')}`
    : '';
  return `pkg:oci/${encodeURIComponent(name)}${version}${where}`;
}
