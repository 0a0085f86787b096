import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, type Pack, pack } from 'tar-stream';
import { digestOf } from './blobs.ts';
import { CONFIG_TYPE, LAYER_TYPE, MANIFEST_TYPE, type OciConfig, type OciManifest } from './oci-image.ts';

export interface ImageSource {
  /** The folder whose files become the content of `workingDir` in the image. */
  files: string;
  command: string[];
  env?: Record<string, string>;
  /** Absolute path in the image; `/app` unless told. */
  workingDir?: string;
}

export interface PackedImage {
  /** sha256 of the manifest's bytes: what a deployment names. */
  digest: string;
  /** The exact bytes to push. */
  manifest: string;
  mediaType: string;
  /** Everything the manifest refers to, by digest: the config and the layers. */
  blobs: Map<string, Buffer>;
}

/**
 * Makes an OCI image of a folder. Names are sorted, times and owners are zero, so the same tree, command and environment
 * give the same digest on every machine.
 */
export async function packImage(source: ImageSource): Promise<PackedImage> {
  const workingDir = source.workingDir ?? '/app';
  const tar = await tarOf(source.files, workingDir.replace(/^\/+|\/+$/g, ''));
  // gzip writes no name and a zero time by itself; level is fixed so that zlib's default may change.
  const layer = gzipSync(tar, { level: 6 });
  const config: OciConfig = {
    architecture: 'unknown',
    os: 'linux',
    config: { Cmd: source.command, Env: environmentList(source.env ?? {}), WorkingDir: workingDir },
    rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
  };
  const configBytes = Buffer.from(JSON.stringify(config));
  const manifest: OciManifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: CONFIG_TYPE, digest: digestOf(configBytes), size: configBytes.length },
    layers: [{ mediaType: LAYER_TYPE, digest: digestOf(layer), size: layer.length }],
  };
  const text = JSON.stringify(manifest);
  const blobs = new Map([
    [manifest.config.digest, configBytes],
    [digestOf(layer), layer],
  ]);
  return { digest: digestOf(text), manifest: text, mediaType: MANIFEST_TYPE, blobs };
}

const environmentList = (env: Record<string, string>): string[] =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .sort();

async function tarOf(dir: string, prefix: string): Promise<Buffer> {
  const tar = pack();
  const bytes = collect(tar);
  if (prefix) addFolders(tar, prefix);
  addTree(tar, dir, prefix);
  tar.finalize();
  return bytes;
}

async function collect(tar: Pack): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

const NO_HISTORY = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };

function addFolders(tar: Pack, path: string): void {
  const names = path.split('/');
  for (const [index] of names.entries()) {
    entry(tar, { name: `${names.slice(0, index + 1).join('/')}/`, type: 'directory', mode: 0o755 });
  }
}

function addTree(tar: Pack, dir: string, prefix: string): void {
  for (const name of readdirSync(dir).sort()) {
    const path = join(dir, name);
    const target = prefix ? `${prefix}/${name}` : name;
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      entry(tar, { name: `${target}/`, type: 'directory', mode: 0o755 });
      addTree(tar, path, target);
    } else if (stat.isSymbolicLink()) {
      entry(tar, { name: target, type: 'symlink', linkname: readlinkSync(path), mode: 0o777 });
    } else if (stat.isFile()) {
      entry(tar, { name: target, type: 'file', mode: stat.mode & 0o111 ? 0o755 : 0o644 }, readFileSync(path));
    }
  }
}

function entry(tar: Pack, header: Partial<Header> & { name: string }, content?: Buffer): void {
  if (content) tar.entry({ ...NO_HISTORY, ...header, size: content.length }, content);
  else tar.entry({ ...NO_HISTORY, ...header });
}
