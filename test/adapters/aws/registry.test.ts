import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecrRegistry } from '#adapters/aws/registry.ts';
import { createEcr, type Ecr } from '#local/ecr/create-ecr.ts';
import { packImage } from '#local/ecr/pack-image.ts';
import { pushImage } from '#local/ecr/push-image.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { systemClock } from '#local/time/clock.ts';

const HOST = '000000000000.dkr.ecr.us-east-1.amazonaws.com';
const NOWHERE = `sha256:${'0'.repeat(64)}`;

describe('the registry in ECR', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-registry-'));
  let ecr: Ecr;
  let endpoint: Endpoint;
  let digest: string;

  beforeAll(async () => {
    ecr = createEcr({ dir: join(dir, 'ecr'), clock: systemClock() });
    endpoint = await startEndpoint(0, [ecr.service]);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
    });
    await new ECRClient().send(new CreateRepositoryCommand({ repositoryName: 'hello' }));
    writeFileSync(join(dir, 'server.js'), '');
    digest = await pushImage(await packImage({ files: dir, command: ['node', 'server.js'] }), 'hello');
  });
  afterAll(async () => {
    await endpoint.close();
    ecr.close();
    rmSync(dir, { recursive: true });
  });

  it('finds a digest that was pushed, under the whole name of its image', async () => {
    expect(await ecrRegistry().find('hello', digest)).toBe(`${HOST}/hello@${digest}`);
  });

  it('finds no digest that was not pushed', async () => {
    expect(await ecrRegistry().find('hello', NOWHERE)).toBeUndefined();
  });

  it.each<[string, () => string, boolean]>([
    ['has an image that is there', () => `${HOST}/hello@${digest}`, true],
    ['has no image whose digest is gone (R06)', () => `${HOST}/hello@${NOWHERE}`, false],
    ['has no image whose repository is gone (R06)', () => `${HOST}/goodbye@${digest}`, false],
    ['cannot know of an image by tag, and does not stand in its way', () => `${HOST}/hello:latest`, true],
    ['cannot know of an image elsewhere, and does not stand in its way', () => 'docker.io/library/nginx:1', true],
  ])('%s', async (_name, image, is) => {
    expect(await ecrRegistry().has(image())).toBe(is);
  });
});
