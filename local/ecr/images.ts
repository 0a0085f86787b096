import type * as ecr from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../account.ts';
import { transaction } from '../storage/database.ts';
import { findImage, type ImageRow, imageNotFound, imagesOf, tagsOf } from './find-images.ts';
import { putImage } from './put-image.ts';
import { findRepository, type Registry, refuseUnsupported } from './registry.ts';

/** PutImage, BatchGetImage, DescribeImages, ListImages and BatchDeleteImage. */
export function imageOperations(registry: Registry) {
  return {
    PutImage: (input: ecr.PutImageCommandInput) => putImage(registry, input),
    BatchGetImage: (input: ecr.BatchGetImageCommandInput) => batchGet(registry, input),
    DescribeImages: (input: ecr.DescribeImagesCommandInput) => {
      refuseUnsupported(input, ['registryId', 'repositoryName', 'imageIds', 'maxResults']);
      const repository = findRepository(registry, input.repositoryName).name;
      const rows = input.imageIds
        ? input.imageIds.map((id) => existing(registry, repository, id))
        : imagesOf(registry, repository);
      return { imageDetails: rows.map((row) => detail(registry, row)) };
    },
    ListImages: (input: ecr.ListImagesCommandInput) => list(registry, input),
    BatchDeleteImage: (input: ecr.BatchDeleteImageCommandInput) => batchDelete(registry, input),
  };
}

function existing(registry: Registry, repository: string, id: ecr.ImageIdentifier): ImageRow {
  const row = findImage(registry, repository, id);
  if (!row) throw imageNotFound(repository, id);
  return row;
}

function detail(registry: Registry, row: ImageRow): ecr.ImageDetail {
  const imageTags = tagsOf(registry, row.repository, row.digest);
  return {
    registryId: ACCOUNT,
    repositoryName: row.repository,
    imageDigest: row.digest,
    ...(imageTags.length > 0 ? { imageTags } : {}),
    imageSizeInBytes: row.size,
    imagePushedAt: new Date(row.pushedAt),
    imageManifestMediaType: row.mediaType,
  };
}

const notFound = (imageId: ecr.ImageIdentifier): ecr.ImageFailure => ({
  imageId,
  failureCode: 'ImageNotFound',
  failureReason: 'Requested image not found',
});

function batchGet(registry: Registry, input: ecr.BatchGetImageCommandInput) {
  const repository = findRepository(registry, input.repositoryName).name;
  const images: ecr.Image[] = [];
  const failures: ecr.ImageFailure[] = [];
  for (const id of input.imageIds ?? []) {
    const row = findImage(registry, repository, id);
    if (!row) failures.push(notFound(id));
    else {
      images.push({
        registryId: ACCOUNT,
        repositoryName: repository,
        imageId: { ...id, imageDigest: row.digest },
        imageManifest: row.manifest,
        imageManifestMediaType: row.mediaType,
      });
    }
  }
  return { images, failures };
}

function list(registry: Registry, input: ecr.ListImagesCommandInput) {
  refuseUnsupported(input, ['registryId', 'repositoryName', 'maxResults', 'filter']);
  const repository = findRepository(registry, input.repositoryName).name;
  const wanted = input.filter?.tagStatus ?? 'ANY';
  const imageIds = imagesOf(registry, repository).flatMap((row): ecr.ImageIdentifier[] => {
    const tags = tagsOf(registry, repository, row.digest);
    if (tags.length === 0) return wanted === 'TAGGED' ? [] : [{ imageDigest: row.digest }];
    return wanted === 'UNTAGGED' ? [] : tags.map((imageTag) => ({ imageDigest: row.digest, imageTag }));
  });
  return { imageIds };
}

/** A tag takes the tag away, and the image with its last tag; a digest takes the image with all its tags. */
function batchDelete(registry: Registry, input: ecr.BatchDeleteImageCommandInput) {
  const repository = findRepository(registry, input.repositoryName).name;
  const imageIds: ecr.ImageIdentifier[] = [];
  const failures: ecr.ImageFailure[] = [];
  transaction(registry.database, () => {
    for (const id of input.imageIds ?? []) {
      const row = findImage(registry, repository, id);
      if (!row) failures.push(notFound(id));
      else imageIds.push(...deleteOne(registry, row, id));
    }
  });
  return { imageIds, failures };
}

function deleteOne(registry: Registry, row: ImageRow, id: ecr.ImageIdentifier): ecr.ImageIdentifier[] {
  const tags = id.imageTag === undefined ? tagsOf(registry, row.repository, row.digest) : [id.imageTag];
  for (const tag of tags) {
    registry.database.prepare('DELETE FROM tags WHERE repository = ? AND tag = ?').run(row.repository, tag);
  }
  if (tagsOf(registry, row.repository, row.digest).length === 0) {
    registry.database.prepare('DELETE FROM images WHERE repository = ? AND digest = ?').run(row.repository, row.digest);
  }
  if (tags.length === 0) return [{ imageDigest: row.digest }];
  return tags.map((imageTag) => ({ imageDigest: row.digest, imageTag }));
}
