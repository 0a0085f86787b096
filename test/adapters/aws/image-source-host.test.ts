import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchDeleteImageCommand, CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { imageSourceHost } from '#adapters/aws/image-source-host.ts';
import { ecrRegistry } from '#adapters/aws/registry.ts';
import { RepositoryUnreadable } from '#core/ports/source-host.ts';
import { createEcr, type Ecr } from '#local/ecr/create-ecr.ts';
import { packImage } from '#local/ecr/pack-image.ts';
import { pushImage } from '#local/ecr/push-image.ts';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';

const repository = { id: 'ecr:team/hello', name: 'team/hello' } as const;
const stranger = { id: 'ecr:team/nothing', name: 'team/nothing' } as const;

describe('images in ECR as a source of releases', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-images-'));
  const host = imageSourceHost();
  const events: ServiceEvent[] = [];
  let ecr: Ecr;
  let endpoint: Endpoint;
  let digests: string[];

  const push = async (content: string, ...tags: string[]): Promise<string> => {
    mkdirSync(join(dir, 'app'), { recursive: true });
    writeFileSync(join(dir, 'app/server.js'), content);
    return pushImage(
      await packImage({ files: join(dir, 'app'), command: ['node', 'server.js'] }),
      repository.name,
      tags,
    );
  };
  const sha = (index: number): string => digests[index]?.slice('sha256:'.length, 'sha256:'.length + 40) ?? '';

  beforeAll(async () => {
    ecr = createEcr({ dir: join(dir, 'ecr'), clock: systemClock(), emit: (event) => void events.push(event) });
    endpoint = await startEndpoint(0, [ecr.service]);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
    });
    await new ECRClient().send(new CreateRepositoryCommand({ repositoryName: repository.name }));
    digests = [await push('one', 'main', 'v1')];
    digests.push(await push('two', 'main'));
  });
  afterAll(async () => {
    await endpoint.close();
    ecr.close();
    rmSync(dir, { recursive: true });
  });
  beforeEach(() => void events.splice(0));

  it('has the image that the tag names as its only commit', async () => {
    expect(await host.isOnBranch(repository, 'main', sha(1))).toBe('tip');
    expect(await host.isOnBranch(repository, 'main', sha(0))).toBe('gone');
    expect(await host.isOnBranch(repository, 'v1', sha(0))).toBe('tip');
    expect(await host.isOnBranch(repository, 'none', sha(0))).toBe('gone');
    expect(await host.isOnBranch(repository, sha(1), sha(0))).toBe('gone');
    expect(await host.isOnBranch(repository, sha(1), sha(1))).toBe('tip');
  });

  it('shows the image that a tag names, and when it was pushed', async () => {
    const subject = expect.stringMatching(/^image sha256:[0-9a-f]{12} pushed \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
    expect(await host.head(repository, 'main')).toEqual({
      sha: sha(1),
      author: 'Amazon ECR',
      subject,
      message: subject,
    });
  });

  it.each(['none', 'mai', 'MAIN', 'feature/side', ''])('knows no tag "%s"', async (tag) => {
    expect(await host.head(repository, tag)).toBe('no branch');
  });

  it('resolves tags, digests, and what a digest begins with', async () => {
    const [digest = ''] = digests;
    for (const name of ['v1', digest, sha(0), sha(0).slice(0, 12), digest.slice(0, 19), digest.slice(7)])
      expect(await host.resolve(repository, name)).toMatchObject({ sha: sha(0) });
  });

  it.each(['f'.repeat(40), `sha256:${'f'.repeat(64)}`, 'none', 'a b', '$(id)'])(
    'resolves %s to nothing',
    async (what) => {
      expect(await host.resolve(repository, what)).toBeUndefined();
    },
  );

  it('takes a repository that is not there for no tag that was deleted, and says what mends it', async () => {
    await expect(host.head(stranger, 'main')).rejects.toThrow(RepositoryUnreadable);
    await expect(host.resolve(stranger, 'abcdef')).rejects.toThrow(/team\/nothing.*mend `image.repository`/);
    await expect(host.isOnBranch(stranger, 'main', sha(0))).rejects.toThrow(RepositoryUnreadable);
  });

  it('has a digest for each tag, and none for a tag or repository that is not there', async () => {
    expect(await ecrRegistry().tagged(repository.name, 'main')).toBe(digests[1]);
    expect(await ecrRegistry().tagged(repository.name, 'none')).toBeUndefined();
    expect(await ecrRegistry().tagged(stranger.name, 'main')).toBeUndefined();
  });

  it('tells of an image that was pushed with a tag, as ECR does, and of one whose tag moves to it again', async () => {
    const digest = await push('three', 'next');
    await new ECRClient().send(
      new BatchDeleteImageCommand({ repositoryName: repository.name, imageIds: [{ imageTag: 'next' }] }),
    );
    expect(await host.head(repository, 'next')).toBe('no branch');
    expect(await push('three', 'next')).toBe(digest);
    expect(await push('three', 'next')).toBe(digest);
    const told = {
      source: 'aws.ecr',
      'detail-type': 'ECR Image Action',
      detail: {
        result: 'SUCCESS',
        'action-type': 'PUSH',
        'repository-name': 'team/hello',
        'image-digest': digest,
        'image-tag': 'next',
      },
    };
    expect(events).toMatchObject([told, told]);
  });

  it('O03 throws when it cannot be asked', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
    const broken = imageSourceHost();
    await expect(broken.head(repository, 'main')).rejects.toThrow();
    process.env['AWS_ENDPOINT_URL'] = endpoint.url;
  });
});
