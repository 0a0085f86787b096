import { askGitHub } from '#adapters/github/ask-github.ts';

export type RepositoryIdAnswer = { id: number } | { why: string };

/** GitHub's number of a repository, asked with GITHUB_TOKEN where there is one; or why it is not known. Never throws. */
export async function readRepositoryId(
  name: string,
  { GITHUB_API_URL: apiUrl = 'https://api.github.com', GITHUB_TOKEN: token }: NodeJS.ProcessEnv,
): Promise<RepositoryIdAnswer> {
  const [owner = '', repository = ''] = name.split('/');
  try {
    // Its number is what is asked for: a person's own token needs none.
    const about = { id: 0, name };
    const credentials = token ? { isApp: async () => false, token: async () => token } : undefined;
    const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
    const { status, json } = await askGitHub({ apiUrl, credentials }, about, path);
    const id = Number((json as { id?: unknown } | undefined)?.id);
    if (status < 300 && Number.isSafeInteger(id) && id > 0) return { id };
    return { why: `GitHub does not show ${name}: of a private repository it needs GITHUB_TOKEN` };
  } catch (error) {
    return { why: `GitHub could not be asked: ${sayCause(error as Error)}` };
  }
}

const sayCause = ({ name, message, cause }: Error): string => {
  if (name === 'RepositoryUnreadable') return 'it refuses GITHUB_TOKEN';
  const { code } = (cause ?? {}) as { code?: string };
  return code ?? (name === 'TimeoutError' ? 'no answer in time' : message.replace(/\.$/, ''));
};
