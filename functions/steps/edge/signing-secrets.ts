/**
 * The secrets that are valid now, newest first; `again`: none of those known here fits, so one may be new. Empty or throwing:
 * nothing is accepted.
 */
export type SigningSecrets = (asked?: { again: boolean }) => Promise<string[]>;

/** Those that can be read and are not empty: nothing is ever signed with an empty one. */
export const usableSecrets = async (read: SigningSecrets, asked?: { again: boolean }): Promise<string[]> =>
  (await read(asked).catch(() => [])).filter((secret) => secret !== '');

/**
 * Does one of the secrets fit? What was refused is never sent again by itself: after a rotation the secrets are read once
 * more before that.
 */
export async function fitsSecret(
  read: SigningSecrets,
  known: string[],
  fits: (secrets: string[]) => boolean,
): Promise<boolean> {
  if (fits(known)) return true;
  const unknown = (await usableSecrets(read, { again: true })).filter((secret) => !known.includes(secret));
  return unknown.length > 0 && fits(unknown);
}
