/** What stands for the commit of an image (`sha`): the first 40 hex digits of its digest, `sha256:…`. */
export const shownAsCommit = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 40);

/** Is it this image? */
export const isShownAs = (digest: string, sha: string): boolean =>
  sha.length === 40 && digest.startsWith(`sha256:${sha}`);

/** `sha256:0123456789ab`: enough for people. Takes a digest, or what stands for it. */
export const shortDigest = (digest: string): string => `sha256:${digest.replace(/^sha256:/, '').slice(0, 12)}`;
