import * as ecr from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../account.ts';
import { transaction } from '../storage/database.ts';
import { digestOf } from './blobs.ts';
import { digestOfTag, findImage } from './find-images.ts';
import { imagePushed } from './image-event.ts';
import { hasLayer } from './layers.ts';
import { findRepository, type Registry, refuseUnsupported } from './registry.ts';

const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/**
 * Stores a manifest (its digest is the sha256 of its bytes) and moves the tag to it.
 * Errors as AWS: LayersNotFound, ImageDigestDoesNotMatch, ImageTagAlreadyExists (immutable tags), ImageAlreadyExists (nothing would change).
 */
export function putImage(registry: Registry, input: ecr.PutImageCommandInput): { image: ecr.Image } {
  refuseUnsupported(input, [
    'registryId',
    'repositoryName',
    'imageManifest',
    'imageManifestMediaType',
    'imageTag',
    'imageDigest',
  ]);
  const repository = findRepository(registry, input.repositoryName);
  const manifest = input.imageManifest ?? '';
  const { mediaType, size } = readManifest(registry, repository.name, manifest, input.imageManifestMediaType);
  const digest = digestOf(manifest);
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    const message = `The manifest has the digest ${digest}, not ${input.imageDigest}`;
    throw new ecr.ImageDigestDoesNotMatchException({ message, $metadata: {} });
  }
  const name = repository.name;
  refuseKnown(registry, repository, digest, input.imageTag);
  transaction(registry.database, () => {
    registry.database
      .prepare('INSERT OR IGNORE INTO images VALUES (?, ?, ?, ?, ?, ?)')
      .run(name, digest, manifest, mediaType, size, registry.clock.now());
    if (input.imageTag === undefined) return;
    registry.database
      .prepare('INSERT INTO tags VALUES (?, ?, ?) ON CONFLICT (repository, tag) DO UPDATE SET digest = excluded.digest')
      .run(name, input.imageTag, digest);
  });
  registry.emit(imagePushed({ repository: name, digest, mediaType, tag: input.imageTag, time: registry.clock.now() }));
  const imageId = { imageDigest: digest, ...(input.imageTag === undefined ? {} : { imageTag: input.imageTag }) };
  return {
    image: {
      registryId: ACCOUNT,
      repositoryName: name,
      imageId,
      imageManifest: manifest,
      imageManifestMediaType: mediaType,
    },
  };
}

function refuseKnown(
  registry: Registry,
  repository: { name: string; mutability: string },
  digest: string,
  tag: string | undefined,
): void {
  const image = findImage(registry, repository.name, { imageDigest: digest });
  const tagged = tag === undefined ? undefined : digestOfTag(registry, repository.name, tag);
  if (image && (tag === undefined || tagged === digest)) {
    const message = `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository '${repository.name}'`;
    throw new ecr.ImageAlreadyExistsException({ message, $metadata: {} });
  }
  if (tagged !== undefined && repository.mutability === 'IMMUTABLE') {
    const message = `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`;
    throw new ecr.ImageTagAlreadyExistsException({ message, $metadata: {} });
  }
}

interface Descriptor {
  digest?: string;
  size?: number;
}

function readManifest(registry: Registry, repository: string, text: string, givenType: string | undefined) {
  const manifest = parse(text);
  const mediaType = givenType ?? manifest.mediaType ?? '';
  if (!MANIFEST_TYPES.includes(mediaType)) throw invalid(`Unsupported imageManifestMediaType '${mediaType}'`);
  const parts = [manifest.config, ...(manifest.layers ?? [])];
  const digests = parts.map((part) => part?.digest ?? '');
  const missing = digests.filter((digest) => !hasLayer(registry, repository, digest));
  if (missing.length > 0) {
    const message = `Layers with digests '[${missing.join(', ')}]' required for the image do not exist`;
    throw new ecr.LayersNotFoundException({ message, $metadata: {} });
  }
  return { mediaType, size: digests.reduce((sum, digest) => sum + registry.blobs.size(digest), 0) };
}

function parse(text: string): { mediaType?: string; config?: Descriptor; layers?: Descriptor[] } {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('Invalid parameter at imageManifest: it is not JSON');
  }
}

const invalid = (message: string) => new ecr.InvalidParameterException({ message, $metadata: {} });
