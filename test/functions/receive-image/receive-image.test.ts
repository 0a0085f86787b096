import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { type ImageEvent, imageOfEvent } from '#functions/receive-image/image-of-event.ts';
import { type ReceiveImagePorts, receiveImage } from '#functions/receive-image/receive-image.ts';
import { type SearchBench, searchBench } from '#test/functions/find-lost-pushes/search-bench.ts';

const ID = 'ecr:team/hello';
const TAKES_IMAGES = {
  repository: { id: ID, name: 'team/hello' },
  branch: 'main',
  build: { image: 'team/hello', digestVariable: 'IMAGE_DIGEST', within: 0 },
} as const;
/** The image of a letter, and what stands for its commit. */
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const sha = (letter: string): string => letter.repeat(40);
const event = (over: object = {}): ImageEvent => ({
  id: randomUUID(),
  source: 'aws.ecr',
  detail: { 'repository-name': 'team/hello', 'image-tag': 'main', ...over },
});

describe('an image that was pushed to a tag', () => {
  let bench: SearchBench;
  let ports: ReceiveImagePorts;
  let registry: ReturnType<typeof memoryRegistry>;
  beforeEach(async () => {
    bench = searchBench();
    registry = memoryRegistry();
    await bench.configure('hello', TAKES_IMAGES);
    const { table, sourceHost, now } = bench;
    ports = { table, sourceHost, now, patience: { attempts: 8, pause: async () => undefined } };
  });

  const tag = (letter: string): void => {
    bench.sourceHost.setBranch(ID, 'main', [sha(letter)]);
    bench.sourceHost.describe(ID, sha(letter), { author: 'Amazon ECR', message: `image ${letter}` });
    registry.tag('team/hello', 'main', digest(letter));
  };
  const tell = (what = event()): Promise<string> => {
    const image = imageOfEvent(what);
    if (!image) throw new Error('It is an event of an image with a tag.');
    return receiveImage(ports, image);
  };
  const prepare = (number: number) =>
    prepareRelease(
      { table: bench.table, sourceHost: bench.sourceHost, registry, now: bench.now },
      { release: `hello#${number}`, executionArn: `arn:${number}` },
    );

  it('is a release, also the first one that was ever heard of', async () => {
    tag('a');
    expect(await tell()).toBe(`team/hello:main is at ${sha('a')}: hello#1 accepted`);
    expect(await bench.releases()).toMatchObject([
      {
        state: 'ACCEPTED',
        sha: sha('a'),
        ref: 'refs/heads/main',
        before: '0'.repeat(40),
        repositoryId: ID,
        author: 'Amazon ECR',
        subject: 'image a',
        reason: 'image a, to the tag main',
      },
    ]);
    expect(await bench.events('hello#1')).toMatchObject([{ actor: 'push by Amazon ECR' }]);
  });

  it('is one release, however often and at the same time it is told of', async () => {
    tag('a');
    const twice = event();
    await Promise.all([tell(twice), tell(twice), tell(), tell()]);
    expect(await tell()).toContain('as is known');
    expect(await bench.states()).toEqual(['1 ACCEPTED']);
  });

  it('is what the tag names now, whatever the event says and in whatever order events come', async () => {
    tag('a');
    await tell();
    tag('b');
    tag('c');
    await tell(event({ 'image-digest': digest('b') }));
    await tell(event({ 'image-digest': digest('c') }));
    expect((await bench.releases()).map((release) => release.sha)).toEqual([sha('a'), sha('c')]);
  });

  it('is looked at again when another event was faster, and never takes the tag back', async () => {
    tag('a');
    await tell();
    tag('b');
    let isFirst = true;
    const slow: ReceiveImagePorts = {
      ...ports,
      sourceHost: {
        async head(repository, name) {
          const seen = await bench.sourceHost.head(repository, name);
          if (!isFirst) return seen;
          isFirst = false;
          tag('c');
          await tell();
          return seen;
        },
      },
    };
    const image = imageOfEvent(event());
    if (image) expect(await receiveImage(slow, image)).toBe(`team/hello:main is at ${sha('c')}, as is known`);
    expect((await bench.releases()).map((release) => release.sha)).toEqual([sha('a'), sha('c')]);
  });

  it('is a release again when the tag goes back to it', async () => {
    for (const letter of ['a', 'b', 'a', 'b']) {
      tag(letter);
      await tell();
    }
    expect((await bench.releases()).map((release) => release.sha)).toEqual(['a', 'b', 'a', 'b'].map(sha));
  });

  it.each<[string, ImageEvent]>([
    ['of another service', { ...event(), source: 'aws.ecs' }],
    ['without a tag', event({ 'image-tag': undefined })],
    ['of a repository with no such name', event({ 'repository-name': '../hello' })],
    ['of a tag with no such name', event({ 'image-tag': 'a b' })],
    ['without an id', { ...event(), id: undefined }],
    ['with nothing in it', {}],
  ])('is none where the event is %s', (_what, strange) => {
    expect(imageOfEvent(strange)).toBeUndefined();
  });

  it('is none where no service is released from its tag, and ECR is not asked', async () => {
    bench.sourceHost.break(new Error('asked'));
    expect(await tell(event({ 'image-tag': 'dev' }))).toBe('no service is released from team/hello:dev');
    expect(await tell(event({ 'repository-name': 'other' }))).toBe('no service is released from other:main');
  });

  it('is not lost when ECR cannot be asked: it is tried again', async () => {
    tag('a');
    bench.sourceHost.break(new Error('ECR is away'));
    const same = event();
    await expect(tell(same)).rejects.toThrow('ECR is away');
    bench.sourceHost.break(undefined);
    await tell(same);
    expect(await bench.states()).toEqual(['1 ACCEPTED']);
  });

  it('is found by the search when its event was lost, once, and says so', async () => {
    tag('a');
    await tell();
    tag('b');
    await bench.searchTwice();
    await tell();
    await bench.searchTwice();
    expect(await bench.states()).toEqual(['1 ACCEPTED', '2 ACCEPTED']);
    expect((await bench.releases())[1]).toMatchObject({
      sha: sha('b'),
      reason: 'found at the tag main: the event of its push never came',
    });
  });

  it('is released without a build, by the whole digest', async () => {
    tag('a');
    await tell();
    expect(await prepare(1)).toMatchObject({
      proceed: true,
      plan: { build: { image: 'team/hello', reuse: digest('a') }, sha: sha('a') },
    });
    expect((await bench.table.read(keys.release('hello', 1)))?.['state']).toBe('PREPARING');
    expect((await bench.events('hello#1'))[1]?.sentence).toMatch(
      /^takes the image as it was pushed, sha256:aaaaaaaaaaaa, /,
    );
  });

  it('goes nowhere when the tag names another image by then', async () => {
    tag('a');
    await tell();
    tag('b');
    const refused = { proceed: false, error: 'Stale', reason: 'the tag main names another image now, or none' };
    expect(await prepare(1)).toEqual(refused);
    // Between one look and the next.
    bench.sourceHost.setBranch(ID, 'main', [sha('a')]);
    expect(await prepare(1)).toEqual(refused);
  });

  it('is rejected while it is quarantined, like any other', async () => {
    tag('a');
    await tell();
    const quarantine = {
      service: 'hello',
      sha: sha('a'),
      release: 1,
      stage: 'live',
      reason: 'it was rolled back',
      at: 1,
    };
    await bench.table.write([create(keys.quarantine('hello', sha('a')), quarantine)]);
    expect(await prepare(1)).toMatchObject({ proceed: false, error: 'Rejected' });
  });
});
