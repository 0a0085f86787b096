import { createReadStream } from 'node:fs';
import { chmod, link, lstat, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { createGunzip } from 'node:zlib';
import { type ExtractEvents, extract } from 'tar-stream';

/**
 * Unpacks one layer (tar.gz) over `root`, honouring whiteouts (opencontainers/image-spec, layer.md).
 * Throws when an entry would be written outside `root`, be it by name or through a link.
 */
export async function unpackLayer(file: string, root: string): Promise<void> {
  const tar = extract();
  const zipped = createReadStream(file);
  const unzipped = createGunzip();
  for (const stream of [zipped, unzipped]) stream.on('error', (error: Error) => tar.destroy(error));
  zipped.pipe(unzipped).pipe(tar);
  for await (const entry of tar) await unpackEntry(entry, root);
}

type Entry = ExtractEvents['entry'][1];

async function unpackEntry(entry: Entry, root: string): Promise<void> {
  const { name, type, linkname } = entry.header;
  const path = inside(root, resolve(root, name.replace(/^\/+/, '')), name);
  await checkParent(root, path, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) chunks.push(chunk as Uint8Array);
  if (basename(path).startsWith('.wh.')) return whiteout(path);
  if (type === 'directory') return void (await makeFolder(path));
  await rm(path, { recursive: true, force: true });
  if (type === 'file' || type === 'contiguous-file') {
    await writeFile(path, Buffer.concat(chunks), { mode: 0o644 });
    await chmod(path, (entry.header.mode ?? 0o644) & 0o777);
  } else if (type === 'symlink') {
    await symlink(symlinkTarget(root, path, linkname ?? '', name), path);
  } else if (type === 'link') {
    const source = inside(root, resolve(root, (linkname ?? '').replace(/^\/+/, '')), name);
    await checkParent(root, source, name);
    await link(source, path);
  }
}

/** A folder keeps what lower layers put there; a file or link of that name gives way. */
async function makeFolder(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there && !there.isDirectory()) await rm(path, { force: true });
  await mkdir(path, { recursive: true });
}

async function whiteout(marker: string): Promise<void> {
  const name = basename(marker).slice('.wh.'.length);
  if (name !== '.wh..opq') return rm(join(dirname(marker), name), { recursive: true, force: true });
  for (const child of await readdir(dirname(marker))) await rm(join(dirname(marker), child), { recursive: true });
}

/** Absolute links mean the image's own root, so they become relative ones. */
function symlinkTarget(root: string, path: string, linkname: string, name: string): string {
  const target = isAbsolute(linkname) ? join(root, linkname) : resolve(dirname(path), linkname);
  return relative(dirname(path), inside(root, target, name)) || '.';
}

function inside(root: string, path: string, name: string): string {
  if (path !== root && !path.startsWith(root + sep))
    throw new Error(`The layer's entry "${name}" lies outside the image.`);
  return path;
}

/** The folder an entry goes into must be in `root` after following every link an earlier entry may have made. */
async function checkParent(root: string, path: string, name: string): Promise<void> {
  if (path === root) return;
  let parent = dirname(path);
  while (parent !== root && !(await lstat(parent).catch(() => undefined))) parent = dirname(parent);
  inside(root, await realpath(parent), name);
  await mkdir(dirname(path), { recursive: true });
}
