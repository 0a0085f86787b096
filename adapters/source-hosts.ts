import { type Host, hostOf } from '#core/intake/repository-id.ts';
import type { Repository, SourceHost } from '#core/ports/source-host.ts';
import { imageSourceHost } from './aws/image-source-host.ts';
import { readSecret } from './aws/secrets.ts';
import { bitbucketSourceHost } from './bitbucket/source-host.ts';
import { gitlabSourceHost } from './gitlab/source-host.ts';

export interface SourceHostsOptions {
  github: SourceHost;
  gitlab: { url: string; tokenSecret: string | undefined };
  bitbucket: { apiUrl: string; tokenSecret: string | undefined };
}

/** Asks, about every repository, the host that it is at. */
export function sourceHosts({ github, gitlab, bitbucket }: SourceHostsOptions): SourceHost {
  const token = (secretId: string | undefined) => (secretId ? readSecret(secretId) : undefined);
  return hostedAt({
    github,
    gitlab: gitlabSourceHost({ url: gitlab.url, token: token(gitlab.tokenSecret) }),
    ecr: imageSourceHost(),
    bitbucket: bitbucketSourceHost({ apiUrl: bitbucket.apiUrl, token: token(bitbucket.tokenSecret) }),
  });
}

function hostedAt(hosts: Record<Host, SourceHost>): SourceHost {
  const of = ({ id }: Repository): SourceHost => hosts[hostOf(id)];
  return {
    isOnBranch: (repository, branch, sha) => of(repository).isOnBranch(repository, branch, sha),
    head: (repository, branch) => of(repository).head(repository, branch),
    resolve: (repository, name) => of(repository).resolve(repository, name),
  };
}
