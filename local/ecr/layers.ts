import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as ecr from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../account.ts';
import { transaction } from '../storage/database.ts';
import { DigestMismatch } from './blobs.ts';
import { findRepository, type Registry } from './registry.ts';

/** Base64 makes a part a third larger on the wire, and the endpoint takes bodies of 16 MiB. */
const PART_SIZE = 8 * 1024 * 1024;

/** The upload of a layer in parts, and asking for layers. `baseUrl` is the endpoint the caller used. */
export function layerOperations(registry: Registry, baseUrl: string) {
  return {
    InitiateLayerUpload: (input: ecr.InitiateLayerUploadCommandInput) => initiate(registry, input),
    UploadLayerPart: (input: ecr.UploadLayerPartCommandInput) => uploadPart(registry, input),
    CompleteLayerUpload: (input: ecr.CompleteLayerUploadCommandInput) => complete(registry, input),
    BatchCheckLayerAvailability: (input: ecr.BatchCheckLayerAvailabilityCommandInput) => check(registry, input),
    GetDownloadUrlForLayer: (input: ecr.GetDownloadUrlForLayerCommandInput) => {
      const repository = findRepository(registry, input.repositoryName).name;
      const layerDigest = input.layerDigest ?? '';
      if (!hasLayer(registry, repository, layerDigest)) {
        const message = `The layer '${layerDigest}' does not exist in the repository '${repository}'`;
        throw new ecr.LayersNotFoundException({ message, $metadata: {} });
      }
      return { layerDigest, downloadUrl: `${baseUrl}/ecr/layers/${layerDigest}` };
    },
  };
}

export function hasLayer(registry: Registry, repository: string, digest: string): boolean {
  const row = registry.database
    .prepare('SELECT 1 FROM layers WHERE repository = ? AND digest = ?')
    .get(repository, digest);
  return row !== undefined && registry.blobs.has(digest);
}

function initiate(registry: Registry, input: ecr.InitiateLayerUploadCommandInput) {
  const repository = findRepository(registry, input.repositoryName).name;
  const uploadId = randomUUID();
  mkdirSync(join(registry.dir, 'uploads'), { recursive: true });
  registry.database.prepare('INSERT INTO uploads (id, repository) VALUES (?, ?)').run(uploadId, repository);
  return { uploadId, partSize: PART_SIZE };
}

function uploadPart(registry: Registry, input: ecr.UploadLayerPartCommandInput) {
  const { uploadId, repository, file } = findUpload(registry, input);
  const { partFirstByte = 0, partLastByte = 0, layerPartBlob = new Uint8Array() } = input;
  const handle = openSync(file, existsSync(file) ? 'r+' : 'w');
  try {
    const received = fstatSync(handle).size;
    // A part that is sent again after a lost answer overwrites itself; a gap is refused.
    if (partFirstByte > received || partLastByte - partFirstByte + 1 !== layerPartBlob.length) {
      const message = `Part ${partFirstByte}-${partLastByte} of ${layerPartBlob.length} bytes does not continue after byte ${received - 1}`;
      throw new ecr.InvalidLayerPartException({
        message,
        uploadId,
        repositoryName: repository,
        registryId: ACCOUNT,
        lastValidByteReceived: received - 1,
        $metadata: {},
      });
    }
    writeSync(handle, layerPartBlob, 0, layerPartBlob.length, partFirstByte);
    const lastByteReceived = Math.max(received - 1, partLastByte);
    return { registryId: ACCOUNT, repositoryName: repository, uploadId, lastByteReceived };
  } finally {
    closeSync(handle);
  }
}

function complete(registry: Registry, input: ecr.CompleteLayerUploadCommandInput) {
  const { uploadId, repository, file } = findUpload(registry, input);
  const layerDigest = input.layerDigests?.[0] ?? '';
  if (!existsSync(file)) throw new ecr.EmptyUploadException({ message: 'No part was uploaded', $metadata: {} });
  const exists = hasLayer(registry, repository, layerDigest);
  if (!exists) adopt(registry, file, layerDigest);
  transaction(registry.database, () => {
    registry.database.prepare('INSERT OR IGNORE INTO layers VALUES (?, ?)').run(repository, layerDigest);
    registry.database.prepare('DELETE FROM uploads WHERE id = ?').run(uploadId);
  });
  rmSync(file, { force: true });
  if (exists) {
    const message = `Layer with digest '${layerDigest}' already exists in the repository '${repository}'`;
    throw new ecr.LayerAlreadyExistsException({ message, $metadata: {} });
  }
  return { registryId: ACCOUNT, repositoryName: repository, uploadId, layerDigest };
}

function adopt(registry: Registry, file: string, digest: string): void {
  try {
    registry.blobs.adopt(file, digest);
  } catch (error) {
    if (!(error instanceof DigestMismatch)) throw error;
    throw new ecr.InvalidLayerException({ message: error.message, $metadata: {} });
  }
}

function findUpload(registry: Registry, input: { repositoryName?: string | undefined; uploadId?: string | undefined }) {
  const repository = findRepository(registry, input.repositoryName).name;
  const uploadId = input.uploadId ?? '';
  const row = registry.database
    .prepare('SELECT id FROM uploads WHERE id = ? AND repository = ?')
    .get(uploadId, repository);
  if (!row) throw new ecr.UploadNotFoundException({ message: `No upload '${uploadId}' is open`, $metadata: {} });
  return { repository, uploadId, file: join(registry.dir, 'uploads', uploadId) };
}

function check(registry: Registry, input: ecr.BatchCheckLayerAvailabilityCommandInput) {
  const repository = findRepository(registry, input.repositoryName).name;
  const layers = (input.layerDigests ?? []).map((layerDigest): ecr.Layer => {
    if (!hasLayer(registry, repository, layerDigest)) return { layerDigest, layerAvailability: 'UNAVAILABLE' };
    return { layerDigest, layerAvailability: 'AVAILABLE', layerSize: registry.blobs.size(layerDigest) };
  });
  return { layers, failures: [] };
}
