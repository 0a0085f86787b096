import { READS_COMMITS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubDeliveries } from '#adapters/github/deliveries.ts';
import { createGitHubApp } from '#local/github/app/github-app.ts';
import { createRepository } from '#local/github/create-repository.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { deliveries as kept } from '#local/github/hook/deliveries.mjs';
import { startEndpoint } from '#local/http/endpoint.ts';
import { describeDeliveriesContract } from '#test/contracts/deliveries-contract.ts';
import { until } from '#test/contracts/endpoint.ts';
import { anApp } from '#test/local/github/an-app.ts';
import { webhookReceiver } from '#test/local/github/webhook-receiver.ts';
import { workbench } from '#test/local/github/workbench.ts';

const asked = (by: 'everybody' | 'an App') => async () => {
  const receiver = await webhookReceiver();
  const bench = await workbench(receiver.url);
  const known = anApp();
  const app = by === 'an App' ? createGitHubApp(known) : undefined;
  const endpoint = await startEndpoint(0, [createGitHub({ dir: bench.dir, app })]);
  const apiUrl = `${endpoint.url}/github`;
  const secret = async () => known.secret;
  const hookTo = (webhookUrl: string) =>
    createRepository({
      dir: bench.dir,
      id: 42,
      fullName: 'you/hello',
      webhookUrl,
      secret: 'hush',
      githubUrl: `${endpoint.url}/github`,
    });
  let pushes = 0;
  return {
    deliveries: githubDeliveries({
      apiUrl,
      credentials: app && githubCredentials({ apiUrl, secret, permissions: READS_COMMITS }),
    }),
    webhook: { ...(app ? {} : { id: 42 }), repository: { id: 42, name: 'you/hello' } },
    async push(status: number) {
      pushes += 1;
      await hookTo(status === 0 ? 'http://127.0.0.1:9/webhook' : receiver.url);
      receiver.answers(status || 503, '{}');
      await bench.commit('a.txt', `change ${pushes}`);
      await bench.git('push', '--quiet');
      await hookTo(receiver.url);
      return kept(bench.bare).at(-1)?.guid ?? '';
    },
    answers: (status: number) => receiver.answers(status, '{}'),
    async cameAgain(guid: string) {
      const attempts = async () => kept(bench.bare).find((delivery) => delivery.guid === guid)?.attempts.length ?? 0;
      await until(attempts, (made) => made > 1);
    },
    now: Date.now,
    async close() {
      await Promise.all([endpoint.close(), receiver.close()]);
    },
  };
};

describeDeliveriesContract('GitHub on one machine', asked('everybody'), { isNumbered: true });
describeDeliveriesContract('GitHub on one machine, asked by an App', asked('an App'), { isNumbered: false });
