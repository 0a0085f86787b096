import { READS_COMMITS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { createGitHubApp } from '#local/github/app/github-app.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { describeSourceHostContract, type SourceWorld } from '#test/contracts/source-host-contract.ts';
import { anApp } from '#test/local/github/an-app.ts';
import { workbench } from '#test/local/github/workbench.ts';

const asked = (by: 'everybody' | 'an App') => async (): Promise<SourceWorld> => {
  const bench = await workbench('http://127.0.0.1:9/webhook');
  const first = await bench.commit('a.txt', 'one');
  await bench.git('switch', '--quiet', '--create', 'feature/side');
  const side = await bench.commit('side.txt', 'side');
  await bench.git('switch', '--quiet', 'main');
  const second = await bench.commit('b.txt', 'two');
  const third = await bench.commit('c.txt', 'three');
  await bench.git('push', '--quiet', 'origin', '--all');
  const known = anApp();
  const app = by === 'an App' ? createGitHubApp(known) : undefined;
  const endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir, app })]);
  const apiUrl = `${endpoint.url}/github`;
  const secret = async () => known.secret;
  const credentials = app && githubCredentials({ apiUrl, secret, permissions: READS_COMMITS });
  return {
    host: githubSourceHost({ apiUrl, credentials }),
    broken: githubSourceHost({ apiUrl: 'http://127.0.0.1:9' }),
    repository: { id: 42, name: 'you/hello' },
    main: [first, second, third],
    side,
    newest: { author: 'Ada', subject: 'change c.txt', message: 'change c.txt' },
    close: endpoint.close,
  };
};

describeSourceHostContract('GitHub on one machine', asked('everybody'), { knowsRepositories: true });
describeSourceHostContract('GitHub on one machine, asked by an App', asked('an App'), { knowsRepositories: true });
