/** A mistake or mishap of the user's: shown as one clear sentence with its remedy, never with a stack trace. */
export class UserError extends Error {
  override name = 'UserError';
}

const SENTENCES: Record<string, (path: string) => string> = {
  EACCES: (path) => `${path} may not be written: choose another directory with --dir, or mend its permissions.`,
  EROFS: (path) => `${path} is on a read-only file system: choose another directory with --dir.`,
  ENOSPC: (path) => `There is no space left for ${path}: free some, or choose another directory with --dir.`,
  ENOTDIR: (path) => `${path} cannot be made, because a part of it is a file: choose another directory with --dir.`,
};

/** What a file system says of a path, as a person would; undefined for what is no mishap of theirs. */
export function explainFileError(error: unknown, path: string): UserError | undefined {
  const sentence = SENTENCES[(error as NodeJS.ErrnoException).code ?? ''];
  return sentence ? new UserError(sentence(path), { cause: error }) : undefined;
}
