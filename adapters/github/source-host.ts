import type { SourceHost } from '#core/ports/source-host.ts';

const TIMEOUT_MS = 8_000;

/** GitHub's REST API. `token` is optional: public repositories need none. */
export function githubSourceHost(options: { apiUrl: string; token?: string }): SourceHost {
  async function ask(path: string): Promise<Record<string, unknown> | undefined> {
    const response = await fetch(`${options.apiUrl}${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'bakewatch',
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      },
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${path.split('?')[0]}.`);
    return (await response.json()) as Record<string, unknown>;
  }

  return {
    /** `compare/<sha>...<branch>` is `ahead` or `identical` exactly when the branch contains the commit. */
    async isOnBranch({ name }, branch, sha) {
      const [owner = '', repository = ''] = name.split('/');
      const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
      const compared = await ask(`${path}/compare/${sha}...${encodeURIComponent(branch)}?per_page=1`);
      if (!compared) return 'gone';
      if (compared['status'] === 'identical') return 'tip';
      return compared['status'] === 'ahead' ? 'yes' : 'gone';
    },
  };
}
