import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as ecr from '@aws-sdk/client-ecr';
import { extract, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '#local/ecr/blobs.ts';
import { createEcr, type Ecr } from '#local/ecr/create-ecr.ts';
import { CONFIG_TYPE, LAYER_TYPE, MANIFEST_TYPE } from '#local/ecr/oci-image.ts';
import { type PackedImage, packImage } from '#local/ecr/pack-image.ts';
import { pushImage } from '#local/ecr/push-image.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';

describe('the registry', () => {
  let dir: string;
  let registry: Ecr;
  let endpoint: Endpoint;
  let client: ecr.ECRClient;

  const start = async () => {
    registry = createEcr({ dir: join(dir, 'ecr'), clock: systemClock() });
    endpoint = await startEndpoint(0, [registry.service]);
    const credentials = { accessKeyId: 'k', secretAccessKey: 's' };
    client = new ecr.ECRClient({ endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  };
  const stop = async () => {
    client.destroy();
    await endpoint.close();
    registry.close();
  };

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'ecr-'));
    await start();
    await client.send(new ecr.CreateRepositoryCommand({ repositoryName: 'orders' }));
  });
  afterEach(async () => {
    await stop();
    rmSync(dir, { recursive: true });
  });

  const image = (content = 'one', files = join(dir, 'source')): Promise<PackedImage> => {
    mkdirSync(join(files, 'lib'), { recursive: true });
    writeFileSync(join(files, 'server.js'), content);
    writeFileSync(join(files, 'lib/a.js'), 'a');
    return packImage({ files, command: ['node', 'server.js'], env: { MODE: 'x=y' }, workingDir: '/srv/app' });
  };

  it('gives the same tree the same digest whatever its times, and another tree another one', async () => {
    const first = await image();
    utimesSync(join(dir, 'source/server.js'), 1, 1);
    expect((await image('one', join(dir, 'copy'))).digest).toBe(first.digest);
    expect((await image('two')).digest).not.toBe(first.digest);
  });

  it('writes neither times nor owners into a layer, and its names in order', async () => {
    const packed = await image();
    const layer = packed.blobs.get(JSON.parse(packed.manifest).layers[0].digest) ?? Buffer.of();
    const tar = extract();
    tar.end(gunzipSync(layer));
    const headers: { name: string; mtime: number; owner: number[] }[] = [];
    for await (const entry of tar) {
      const { name, mtime, uid, gid } = entry.header;
      headers.push({ name, mtime: mtime.getTime(), owner: [uid, gid] });
      entry.resume();
    }
    const names = ['srv/', 'srv/app/', 'srv/app/lib/', 'srv/app/lib/a.js', 'srv/app/server.js'];
    expect(headers).toEqual(names.map((name) => ({ name, mtime: 0, owner: [0, 0] })));
  });

  it('unpacks what was pushed, with its command, environment and working directory', async () => {
    const digest = await pushImage(await image('hello'), 'orders', ['v1'], client);
    const unpacked = await registry.unpack(`host:5000/orders@${digest}`, join(dir, 'run'));
    expect(unpacked).toEqual({
      command: ['node', 'server.js'],
      env: { MODE: 'x=y' },
      workingDir: join(dir, 'run/srv/app'),
    });
    expect(readFileSync(join(unpacked.workingDir, 'server.js'), 'utf8')).toBe('hello');
    expect(registry.resolveTag('host.example/orders:v1')).toBe(digest);
  });

  it('keeps images, tags and half-finished uploads over a restart', async () => {
    const digest = await pushImage(await image(), 'orders', ['v1'], client);
    const { uploadId } = await client.send(new ecr.InitiateLayerUploadCommand({ repositoryName: 'orders' }));
    const part = { repositoryName: 'orders', uploadId, partFirstByte: 0, partLastByte: 1 };
    await client.send(new ecr.UploadLayerPartCommand({ ...part, layerPartBlob: Buffer.from('ab') }));
    await stop();
    await start();
    const second = { ...part, partFirstByte: 2, partLastByte: 2, layerPartBlob: Buffer.from('c') };
    await client.send(new ecr.UploadLayerPartCommand(second));
    await client.send(new ecr.UploadLayerPartCommand(second));
    const layerDigests = [digestOf('abc')];
    await client.send(new ecr.CompleteLayerUploadCommand({ repositoryName: 'orders', uploadId, layerDigests }));
    const { imageDetails } = await client.send(new ecr.DescribeImagesCommand({ repositoryName: 'orders' }));
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'] }]);
  });

  it('pushes twice without complaint and answers ImageNotFound for what was never pushed', async () => {
    const packed = await image();
    await pushImage(packed, 'orders', ['v1'], client);
    await expect(pushImage(packed, 'orders', ['v1', 'v2'], client)).resolves.toBe(packed.digest);
    const missing = { repositoryName: 'orders', imageIds: [{ imageTag: 'v3' }] };
    await expect(client.send(new ecr.DescribeImagesCommand(missing))).rejects.toBeInstanceOf(
      ecr.ImageNotFoundException,
    );
    const answer = await client.send(
      new ecr.BatchGetImageCommand({ ...missing, imageIds: [{ imageTag: 'v2' }, ...missing.imageIds] }),
    );
    expect(digestOf(answer.images?.[0]?.imageManifest ?? '')).toBe(packed.digest);
    expect(answer.failures).toMatchObject([{ failureCode: 'ImageNotFound', imageId: { imageTag: 'v3' } }]);
  });

  it('never moves an immutable tag', async () => {
    await client.send(new ecr.CreateRepositoryCommand({ repositoryName: 'fixed', imageTagMutability: 'IMMUTABLE' }));
    const first = await pushImage(await image('one'), 'fixed', ['v1'], client);
    const second = pushImage(await image('two'), 'fixed', ['v1'], client);
    await expect(second).rejects.toBeInstanceOf(ecr.ImageTagAlreadyExistsException);
    expect(registry.resolveTag('fixed:v1')).toBe(first);
  });

  it('refuses a layer whose bytes are not what its digest says, and a manifest whose layers are missing', async () => {
    const { uploadId } = await client.send(new ecr.InitiateLayerUploadCommand({ repositoryName: 'orders' }));
    const part = { repositoryName: 'orders', uploadId, partFirstByte: 0, partLastByte: 1 };
    await client.send(new ecr.UploadLayerPartCommand({ ...part, layerPartBlob: Buffer.from('ab') }));
    const layerDigests = [digestOf('xy')];
    const complete = client.send(
      new ecr.CompleteLayerUploadCommand({ repositoryName: 'orders', uploadId, layerDigests }),
    );
    await expect(complete).rejects.toBeInstanceOf(ecr.InvalidLayerException);
    const put = client.send(
      new ecr.PutImageCommand({ repositoryName: 'orders', imageManifest: (await image()).manifest }),
    );
    await expect(put).rejects.toBeInstanceOf(ecr.LayersNotFoundException);
  });

  it('hands out layers by URL and forgets a deleted image with its tags', async () => {
    const packed = await image();
    await pushImage(packed, 'orders', ['v1'], client);
    const layerDigest = JSON.parse(packed.manifest).layers[0].digest;
    const { downloadUrl } = await client.send(
      new ecr.GetDownloadUrlForLayerCommand({ repositoryName: 'orders', layerDigest }),
    );
    const bytes = Buffer.from(await (await fetch(downloadUrl ?? '')).arrayBuffer());
    expect(digestOf(bytes)).toBe(layerDigest);
    const imageIds = [{ imageDigest: packed.digest }];
    await client.send(new ecr.BatchDeleteImageCommand({ repositoryName: 'orders', imageIds }));
    const { imageIds: left } = await client.send(new ecr.ListImagesCommand({ repositoryName: 'orders' }));
    expect(left).toEqual([]);
  });

  const evil = async (write: (tar: ReturnType<typeof pack>) => void): Promise<Promise<unknown>> => {
    const tar = pack();
    write(tar);
    tar.finalize();
    const chunks: Uint8Array[] = [];
    for await (const chunk of tar) chunks.push(chunk as Uint8Array);
    const layer = gzipSync(Buffer.concat(chunks));
    const config = Buffer.from(JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] } }));
    const of = (mediaType: string, bytes: Buffer) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: of(CONFIG_TYPE, config),
      layers: [of(LAYER_TYPE, layer)],
    });
    const blobs = new Map([layer, config].map((bytes) => [digestOf(bytes), bytes]));
    const packed = { digest: digestOf(manifest), manifest, mediaType: MANIFEST_TYPE, blobs };
    await pushImage(packed, 'orders', [], client);
    return registry.unpack(`orders@${packed.digest}`, join(dir, 'run'));
  };

  it('never writes outside the target, neither by name nor through a link', async () => {
    await expect(evil((tar) => tar.entry({ name: '../escaped' }, 'x'))).rejects.toThrow('outside');
    await expect(evil((tar) => tar.entry({ name: 'up', type: 'symlink', linkname: '../..' }))).rejects.toThrow(
      'outside',
    );
    mkdirSync(join(dir, 'elsewhere'));
    rmSync(join(dir, 'run'), { recursive: true, force: true });
    mkdirSync(join(dir, 'run'));
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'run/door'));
    await expect(evil((tar) => tar.entry({ name: 'door/escaped' }, 'x'))).rejects.toThrow('outside');
    expect([existsSync(join(dir, 'escaped')), existsSync(join(dir, 'elsewhere/escaped'))]).toEqual([false, false]);
  });
});
