import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { Registry } from '#core/ports/registry.ts';
import { clientConfig } from './client-config.ts';

/** Images in ECR, by digest only. */
export function ecrRegistry(): Registry {
  const client = new ECRClient(clientConfig);
  return {
    async find(repositoryName, imageDigest) {
      try {
        await client.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] }));
      } catch (error) {
        if ((error as Error).name === 'ImageNotFoundException') return undefined;
        throw error;
      }
      const { repositories } = await client.send(
        new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
      );
      const uri = repositories?.[0]?.repositoryUri;
      return uri ? `${uri}@${imageDigest}` : undefined;
    },
  };
}
