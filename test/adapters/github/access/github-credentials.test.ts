import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { READS_COMMITS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { createGitHubApp, type GitHubApp } from '#local/github/app/github-app.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import type { HttpService } from '#local/http/http-service.ts';
import { anApp, appKeys } from '#test/local/github/an-app.ts';
import { workbench } from '#test/local/github/workbench.ts';

const REPOSITORY = { id: 42, name: 'you/hello' };
const MINUTE = 60_000;

describe('a GitHub App', () => {
  let endpoint: Endpoint | undefined;
  let asked: string[];
  let bearers: string[];
  let now: number;
  let known: ReturnType<typeof anApp>;
  let app: GitHubApp;
  let secret: string;
  let reads: { again: boolean }[];
  beforeEach(async () => {
    asked = [];
    bearers = [];
    reads = [];
    now = Date.now();
    known = anApp();
    secret = known.secret;
    await serve();
  });
  afterEach(() => endpoint?.close());

  /** GitHub as it knows the App now, on the same repository. */
  async function serve(over: Partial<typeof known> = {}): Promise<void> {
    const bench = await workbench('http://127.0.0.1:9/webhook');
    await bench.commit('a.txt', 'one');
    await bench.git('push', '--quiet', 'origin', '--all');
    app = createGitHubApp({ ...known, ...over }, () => now);
    const service = createGitHub({ dir: bench.dir, app });
    const noting: HttpService = {
      ...service,
      handle(request, response) {
        asked.push(`${request.method} ${request.url?.replace('/github', '')}`);
        bearers.push(request.headers.authorization?.replace('Bearer ', '') ?? '');
        return service.handle(request, response);
      },
    };
    await endpoint?.close();
    endpoint = await startEndpoint(0, [noting]);
  }

  const credentials = () => {
    const apiUrl = `${endpoint?.url}/github`;
    const read = async (how: { again: boolean } = { again: false }) => {
      reads.push(how);
      return secret;
    };
    return {
      apiUrl,
      credentials: githubCredentials({ apiUrl, secret: read, permissions: READS_COMMITS, now: () => now }),
    };
  };
  const mints = () => asked.filter((each) => each.endsWith('/access_tokens')).length;

  it('finds its installation, and asks with a token for that repository and for reading alone', async () => {
    const options = credentials();
    expect(await githubSourceHost(options).head(REPOSITORY, 'main')).toMatchObject({ author: 'Ada' });
    expect(asked).toEqual([
      'GET /repos/you/hello/installation',
      'POST /app/installations/101/access_tokens',
      'GET /repositories/42/branches/main',
    ]);
    expect(app.caller(`Bearer ${bearers[2]}`)).toMatchObject({
      repositoryIds: [42],
      permissions: { metadata: 'read', contents: 'read' },
    });
    expect(app.caller(`Bearer ${bearers[2]}`)).not.toMatchObject({ permissions: { statuses: expect.anything() } });
  });

  it('asks for no installation that the secret names', async () => {
    secret = JSON.stringify({ ...JSON.parse(secret), installationId: 101 });
    await githubSourceHost(credentials()).head(REPOSITORY, 'main');
    expect(asked[0]).toBe('POST /app/installations/101/access_tokens');
  });

  it('keeps a token until five minutes before its end', async () => {
    const host = githubSourceHost(credentials());
    await host.head(REPOSITORY, 'main');
    now += 54 * MINUTE;
    await host.head(REPOSITORY, 'main');
    expect(mints()).toBe(1);
    now += 2 * MINUTE;
    await host.head(REPOSITORY, 'main');
    expect(mints()).toBe(2);
  });

  it('makes one token for questions that come at the same time', async () => {
    const host = githubSourceHost(credentials());
    await Promise.all(Array.from({ length: 8 }, () => host.head(REPOSITORY, 'main')));
    expect(mints()).toBe(1);
    app.revokeTokens();
    await Promise.all(Array.from({ length: 8 }, () => host.head(REPOSITORY, 'main')));
    expect(mints()).toBe(2);
  });

  it('asks once more, with a new token, when the one that it has is refused (O06)', async () => {
    const host = githubSourceHost(credentials());
    await host.head(REPOSITORY, 'main');
    app.revokeTokens();
    asked.length = 0;
    expect(await host.head(REPOSITORY, 'main')).toMatchObject({ author: 'Ada' });
    expect(asked).toEqual([
      'GET /repositories/42/branches/main',
      'POST /app/installations/101/access_tokens',
      'GET /repositories/42/branches/main',
    ]);
  });

  it('reads the secret anew when its key is refused, and is not locked out by the old one (O06)', async () => {
    const rotated = appKeys();
    await serve({ publicKey: rotated.publicKey });
    const { apiUrl } = credentials();
    // Read a moment ago it is the old key; only who asks again is told the new one.
    const old = secret;
    const fresh = JSON.stringify({ appId: 123456, privateKey: rotated.privateKey });
    const read = async ({ again } = { again: false }) => (again ? fresh : old);
    const host = githubSourceHost({
      apiUrl,
      credentials: githubCredentials({ apiUrl, secret: read, permissions: READS_COMMITS }),
    });
    expect(await host.head(REPOSITORY, 'main')).toMatchObject({ author: 'Ada' });
    expect(asked.slice(0, 2)).toEqual(['GET /repos/you/hello/installation', 'GET /repos/you/hello/installation']);
  });

  it('gives up at once while it is refused for good: one question more, one look at the secret', async () => {
    await serve({ publicKey: appKeys().publicKey });
    const host = githubSourceHost(credentials());
    await expect(host.head(REPOSITORY, 'main')).rejects.toThrow(RepositoryUnreadable);
    expect(asked).toEqual(['GET /repos/you/hello/installation']);
    expect(reads.filter(({ again }) => again)).toHaveLength(1);
  });

  it('says that it is not installed there, without trying on', async () => {
    const other = { id: 43, name: 'you/other' };
    await expect(githubSourceHost(credentials()).head(other, 'main')).rejects.toThrow(
      /App 123456 is not installed on you\/other.*Install it there/,
    );
    expect(mints()).toBe(0);
  });

  it('says what it was not granted', async () => {
    await serve({ permissions: { metadata: 'read' } });
    const refused = githubSourceHost(credentials()).head(REPOSITORY, 'main');
    await expect(refused).rejects.toThrow(RepositoryUnreadable);
    await expect(refused).rejects.toThrow(/no token for the repository 42 \(you\/hello\) with contents: read/);
  });

  it('gives no token for a repository that has taken over the name of ours', async () => {
    const taken = { id: 41, name: 'you/hello' };
    await expect(githubSourceHost(credentials()).head(taken, 'main')).rejects.toThrow(/no token for the repository 41/);
  });

  it('never says its key or a token', async () => {
    await serve({ publicKey: appKeys().publicKey });
    const error = await githubSourceHost(credentials())
      .head(REPOSITORY, 'main')
      .catch((each: Error) => each);
    const said = `${(error as Error).message} ${(error as Error).stack}`;
    for (const bearer of [...bearers, 'PRIVATE KEY', 'eyJ']) expect(said).not.toContain(bearer);
  });
});

describe('a token', () => {
  it('is asked with at once after it was changed, and no oftener than it was (O06)', async () => {
    const tokens: string[] = [];
    const endpoint = await startEndpoint(0, [
      {
        name: 'github',
        matches: () => true,
        async handle(request, response) {
          const bearer = request.headers.authorization ?? '';
          tokens.push(bearer);
          response.writeHead(bearer === 'Bearer new' ? 404 : 401).end('{}');
        },
      },
    ]);
    try {
      const apiUrl = `${endpoint.url}/github`;
      let current = 'new';
      const credentials = githubCredentials({
        apiUrl,
        secret: async ({ again } = { again: false }) => (again ? current : 'old'),
        permissions: READS_COMMITS,
      });
      const host = githubSourceHost({ apiUrl, credentials });
      // It is let in with the new one; there is no such repository.
      await expect(host.head(REPOSITORY, 'main')).rejects.toThrow(/404/);
      expect(tokens.slice(0, 2)).toEqual(['Bearer old', 'Bearer new']);
      tokens.length = 0;
      current = 'old';
      await expect(host.head(REPOSITORY, 'main')).rejects.toThrow(/401.*put a token that has not expired/);
      expect(tokens).toEqual(['Bearer old']);
    } finally {
      await endpoint.close();
    }
  });
});
