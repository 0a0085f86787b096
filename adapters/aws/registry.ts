import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Registry } from '#core/ports/registry.ts';
import { clientConfig } from './client-config.ts';
import { perPlace } from './per-place.ts';
import type { Roles } from './roles.ts';

const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(.+)@(sha256:[0-9a-f]{64})$/;
const GONE = new Set(['ImageNotFoundException', 'RepositoryNotFoundException']);

/** Images in ECR, deployed by digest only; those of other accounts need the `roles`. */
export function ecrRegistry(roles?: Roles): Registry {
  const clientIn = perPlace((place) => new ECRClient({ ...clientConfig, ...place }), roles);

  async function isThere(
    client: ECRClient,
    image: { registryId?: string; repositoryName: string; imageDigest: string },
  ): Promise<boolean> {
    const { imageDigest, ...repository } = image;
    try {
      await client.send(new DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] }));
      return true;
    } catch (error) {
      if (GONE.has((error as Error).name)) return false;
      throw error;
    }
  }

  return {
    async find(repositoryName, imageDigest) {
      const client = clientIn({});
      if (!(await isThere(client, { repositoryName, imageDigest }))) return undefined;
      const { repositories } = await client.send(
        new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
      );
      const uri = repositories?.[0]?.repositoryUri;
      return uri ? `${uri}@${imageDigest}` : undefined;
    },
    async tagged(repositoryName, imageTag) {
      try {
        const asked = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
        return (await clientIn({}).send(asked)).imageDetails?.[0]?.imageDigest;
      } catch (error) {
        if (GONE.has((error as Error).name)) return undefined;
        throw error;
      }
    },
    async has(image, { role } = {}) {
      const [, registryId, region, repositoryName, imageDigest] = ECR_IMAGE.exec(image) ?? [];
      if (!(registryId && region && repositoryName && imageDigest)) return true;
      const its = role?.includes(`:iam::${registryId}:`) ? { role } : {};
      return isThere(clientIn({ region, ...its }), { registryId, repositoryName, imageDigest });
    },
  };
}
