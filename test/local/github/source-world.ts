import type { Host, RepositoryId } from '#core/intake/repository-id.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import type { HttpService } from '#local/http/http-service.ts';
import type { SourceWorld } from '#test/contracts/source-host-contract.ts';
import { workbench } from './workbench.ts';

export interface HostedWorld {
  host: Exclude<Host, 'ecr'>;
  /** What the host calls the repository, and what the ledger does. */
  id: number | string;
  repositoryId: RepositoryId;
  service(options: { dir: string }): HttpService;
  /** A source host that asks at this address. */
  adapter(url: string): SourceHost;
}

/** The contract's repository at a host on one machine, by real git. */
export async function hostedWorld({ host, id, repositoryId, service, adapter }: HostedWorld): Promise<SourceWorld> {
  const bench = await workbench('http://127.0.0.1:9/webhook', { host, id });
  const first = await bench.commit('a.txt', 'one');
  await bench.git('switch', '--quiet', '--create', 'feature/side');
  const side = await bench.commit('side.txt', 'side');
  await bench.git('switch', '--quiet', 'main');
  const second = await bench.commit('b.txt', 'two');
  const third = await bench.commit('c.txt', 'three');
  await bench.git('push', '--quiet', 'origin', '--all');
  const endpoint = await startEndpoint(0, [service({ dir: bench.dir })]);
  return {
    host: adapter(endpoint.url),
    broken: adapter('http://127.0.0.1:9'),
    repository: { id: repositoryId, name: 'you/hello' },
    main: [first, second, third],
    side,
    newest: { author: 'Ada', subject: 'change c.txt', message: 'change c.txt' },
    close: endpoint.close,
  };
}
