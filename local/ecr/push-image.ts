import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  ImageAlreadyExistsException,
  InitiateLayerUploadCommand,
  LayerAlreadyExistsException,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import type { PackedImage } from './pack-image.ts';

/**
 * Pushes an image over ECR's own API (to `AWS_ENDPOINT_URL`, unless a client is given) and points the tags at it.
 * Safe to repeat: layers and images that are there already are success. Returns the image's digest.
 */
export async function pushImage(
  image: PackedImage,
  repositoryName: string,
  tags: string[] = [],
  client: ECRClient = new ECRClient(),
): Promise<string> {
  for (const digest of await missingLayers(client, repositoryName, [...image.blobs.keys()])) {
    const bytes = image.blobs.get(digest);
    if (bytes) await pushLayer(client, repositoryName, digest, bytes);
  }
  for (const imageTag of tags.length > 0 ? tags : [undefined]) {
    const put = new PutImageCommand({
      repositoryName,
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
      imageDigest: image.digest,
      ...(imageTag === undefined ? {} : { imageTag }),
    });
    await client.send(put).catch(accept(ImageAlreadyExistsException));
  }
  return image.digest;
}

async function missingLayers(client: ECRClient, repositoryName: string, layerDigests: string[]): Promise<string[]> {
  const answer = await client.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
  const there = new Set(
    (answer.layers ?? []).filter((l) => l.layerAvailability === 'AVAILABLE').map((l) => l.layerDigest),
  );
  return layerDigests.filter((digest) => !there.has(digest));
}

async function pushLayer(client: ECRClient, repositoryName: string, digest: string, bytes: Buffer): Promise<void> {
  const { uploadId, partSize = bytes.length } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
  for (let first = 0; first < bytes.length; first += partSize) {
    const layerPartBlob = bytes.subarray(first, first + partSize);
    const part = { partFirstByte: first, partLastByte: first + layerPartBlob.length - 1, layerPartBlob };
    await client.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  }
  const complete = new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] });
  await client.send(complete).catch(accept(LayerAlreadyExistsException));
}

/** "It is there already" is what a push wants. */
const accept = (expected: new (...args: never[]) => Error) => (error: unknown) => {
  if (!(error instanceof expected)) throw error;
};
