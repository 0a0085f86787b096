import { READS_COMMITS } from '#adapters/github/access/credentials.ts';
import { githubCredentials } from '#adapters/github/access/github-credentials.ts';
import { githubSourceHost } from '#adapters/github/source-host.ts';
import { createGitHubApp } from '#local/github/app/github-app.ts';
import { createGitHub } from '#local/github/github-service.ts';
import { describeSourceHostContract } from '#test/contracts/source-host-contract.ts';
import { anApp } from '#test/local/github/an-app.ts';
import { hostedWorld } from '#test/local/github/source-world.ts';

const asked = (by: 'everybody' | 'an App') => () => {
  const known = anApp();
  const app = by === 'an App' ? createGitHubApp(known) : undefined;
  const secret = async () => known.secret;
  return hostedWorld({
    host: 'github',
    id: 42,
    repositoryId: 42,
    service: ({ dir }) => createGitHub({ dir, app }),
    adapter(url) {
      const apiUrl = `${url}/github`;
      const credentials = app && githubCredentials({ apiUrl, secret, permissions: READS_COMMITS });
      return githubSourceHost({ apiUrl, credentials });
    },
  });
};
const promises = { knowsRepositories: true, stranger: 999_999 };

describeSourceHostContract('GitHub on one machine', asked('everybody'), promises);
describeSourceHostContract('GitHub on one machine, asked by an App', asked('an App'), promises);
