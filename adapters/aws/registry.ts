import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Registry } from '#core/ports/registry.ts';
import { clientConfig } from './client-config.ts';
import { perRegion } from './per-region.ts';

const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(.+)@(sha256:[0-9a-f]{64})$/;
const GONE = new Set(['ImageNotFoundException', 'RepositoryNotFoundException']);

/** Images in ECR, by digest only. */
export function ecrRegistry(): Registry {
  const clientIn = perRegion((region) => new ECRClient({ ...clientConfig, ...region }));

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
    async has(image) {
      const [, registryId, region, repositoryName, imageDigest] = ECR_IMAGE.exec(image) ?? [];
      if (!(registryId && region && repositoryName && imageDigest)) return true;
      return isThere(clientIn({ region }), { registryId, repositoryName, imageDigest });
    },
  };
}
