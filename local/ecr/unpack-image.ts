import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findImage } from './find-images.ts';
import { parseImageReference } from './image-reference.ts';
import type { OciConfig, OciManifest } from './oci-image.ts';
import type { Registry } from './registry.ts';
import { unpackLayer } from './unpack-layer.ts';

export interface UnpackedImage {
  command: string[];
  env: Record<string, string>;
  /** Absolute path on this machine, inside the target folder. */
  workingDir: string;
}

/**
 * Unpacks the image (`repository@sha256:...`) into `targetDir` and tells how to run it.
 * Rejects when the reference has no digest, the image is unknown, or a layer wants to write outside the folder.
 */
export async function unpackImage(registry: Registry, reference: string, targetDir: string): Promise<UnpackedImage> {
  const { repository, digest } = parseImageReference(reference) ?? {};
  if (!(repository && digest)) throw new Error(`"${reference}" does not name an image by its digest.`);
  const row = findImage(registry, repository, { imageDigest: digest });
  if (!row) throw new Error(`${repository}@${digest}: not found`);
  const manifest = JSON.parse(row.manifest) as OciManifest;
  const { config = {} } = JSON.parse(registry.blobs.read(manifest.config.digest).toString('utf8')) as OciConfig;
  await mkdir(targetDir, { recursive: true });
  const root = await realpath(targetDir);
  for (const layer of manifest.layers) await unpackLayer(registry.blobs.path(layer.digest), root);
  const workingDir = join(root, join('/', config.WorkingDir ?? '/'));
  await mkdir(workingDir, { recursive: true });
  return {
    command: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
    env: Object.fromEntries((config.Env ?? []).map(nameAndValue)),
    workingDir,
  };
}

function nameAndValue(text: string): [string, string] {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), text.slice(equals + 1)];
}
