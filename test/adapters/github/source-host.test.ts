import { githubSourceHost } from '#adapters/github/source-host.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { describeSourceHostContract } from '#test/contracts/source-host-contract.ts';
import { workbench } from '#test/local/github/workbench.ts';

describeSourceHostContract(
  'GitHub on one machine',
  async () => {
    const bench = await workbench('http://127.0.0.1:9/webhook');
    const first = await bench.commit('a.txt', 'one');
    await bench.git('switch', '--quiet', '--create', 'feature/side');
    const side = await bench.commit('side.txt', 'side');
    await bench.git('switch', '--quiet', 'main');
    const second = await bench.commit('b.txt', 'two');
    const third = await bench.commit('c.txt', 'three');
    await bench.git('push', '--quiet', 'origin', '--all');
    const endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir })]);
    return {
      host: githubSourceHost({ apiUrl: `${endpoint.url}/github` }),
      broken: githubSourceHost({ apiUrl: 'http://127.0.0.1:9' }),
      repository: { id: 42, name: 'you/hello' },
      main: [first, second, third],
      side,
      newest: { author: 'Ada', subject: 'change c.txt', message: 'change c.txt' },
      close: endpoint.close,
    };
  },
  { knowsRepositories: true },
);
