import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { parsePushes } from '#functions/receive-bitbucket/parse-pushes.ts';
import { receiveBitbucket } from '#functions/receive-bitbucket/receive-bitbucket.ts';
import { AMY, BITBUCKET_EXAMPLE, type BitbucketChange, bitbucketPush, UUID } from '#test/fixtures/hosts/bitbucket.ts';
import { doorBench } from '../door-bench.ts';

const SECRET = 'the secret that Bitbucket signs with';
const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const ZEROS = '0'.repeat(40);

const sign = (body: string, secret = SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

let bench: Awaited<ReturnType<typeof doorBench>>;
beforeEach(async () => {
  bench = await doorBench(receiveBitbucket, { id: `bitbucket:${UUID}`, name: 'acme/hello', secret: SECRET });
});

const post = (payload: object, headers: Record<string, string | undefined> = {}) => {
  const body = JSON.stringify(payload);
  const given = { 'x-event-key': 'repo:push', 'x-request-uuid': 'one', 'x-hub-signature': sign(body) };
  return bench.ask(body, { ...given, ...headers });
};
const push = (change: BitbucketChange = {}, delivery = 'one') =>
  post(bitbucketPush(change), { 'x-request-uuid': delivery });

describe('who may speak to Bitbucket`s door', () => {
  const body = JSON.stringify(bitbucketPush());

  it.each<[string, string | undefined]>([
    ['missing', undefined],
    ['of other bytes', sign(`${body} `)],
    ['by another secret', sign(body, 'another')],
    ['without a prefix', sign(body).slice(7)],
    ['in upper case', sign(body).toUpperCase()],
    ['sent twice', `${sign(body)},${sign(body)}`],
  ])('W01 a signature %s is refused, and changes nothing', async (_what, signature) => {
    expect(await post(bitbucketPush(), { 'x-hub-signature': signature })).toMatchObject({ status: 401 });
    expect(await bench.releases()).toEqual([]);
  });

  it('does not take the header that GitHub signs in', async () => {
    const headers = { 'x-hub-signature': undefined, 'x-hub-signature-256': sign(body) };
    expect(await post(bitbucketPush(), headers)).toMatchObject({ status: 401 });
  });

  it('W03 nothing is accepted while there is no secret', async () => {
    bench.secretsAre('');
    expect(await post(bitbucketPush(), { 'x-hub-signature': sign(body, '') })).toMatchObject({ status: 503 });
  });
});

describe('what Bitbucket tells', () => {
  it('reads the push of its documentation', () => {
    expect(parsePushes(BITBUCKET_EXAMPLE)).toEqual([
      {
        repositoryId: 'bitbucket:{673a6070-3421-46c9-9d48-90745f7bfe8e}',
        repositoryName: 'team_name/repo_name',
        ref: 'refs/heads/master',
        before: '1e65c05c1d5171631d92438a13901ca7dae9618c',
        after: '709d658dc5b6d6afcd46049c2f332ee3f515a67d',
        forced: false,
        senderId: '{a54f16da-24e9-4d7f-a3a7-b1ba2cd98aa3}',
        sender: 'emmap1',
        author: 'emmap1',
        subject: 'commit message',
        reverts: [],
        changedPaths: undefined,
      },
    ]);
  });

  it('becomes a release, whose pusher is known by her UUID, too', async () => {
    await push();
    expect(await bench.releases()).toMatchObject([
      { repositoryId: `bitbucket:${UUID}`, sha: B, author: 'Amy', pusher: 'amy', pusherId: AMY, state: 'ACCEPTED' },
    ]);
  });

  it('W04 is taken once, whether it comes again under its delivery or under another one', async () => {
    await push();
    expect(await push()).toMatchObject({ status: 200, releases: ['hello#1'] });
    expect(await push({}, 'two')).toMatchObject({ status: 200, releases: ['hello#1'] });
    expect(await bench.releases()).toHaveLength(1);
  });

  it('may be of several refs: those that are released from become releases, the others are noted', async () => {
    const moved = bitbucketPush({ name: 'side' }, {}, { name: 'v1', type: 'tag', before: null });
    expect(await post(moved)).toMatchObject({ status: 202, releases: ['hello#1'] });
    expect(await bench.releases()).toMatchObject([{ ref: 'refs/heads/main' }]);
    expect(await post(moved)).toMatchObject({ status: 200, releases: ['hello#1'] });
  });

  it('is stored as a whole in the end, when the ledger failed in between', async () => {
    const moved = bitbucketPush({ name: 'side' }, {});
    const { write } = bench.table;
    let writes = 0;
    bench.table.write = (changes) => {
      writes += 1;
      return writes === 2 ? Promise.reject(new Error('down')) : write(changes);
    };
    await expect(post(moved)).rejects.toThrow('down');
    expect(await bench.releases()).toEqual([]);
    expect(await post(moved)).toMatchObject({ status: 202, releases: ['hello#1'] });
    expect(await post(moved)).toMatchObject({ status: 200 });
    expect(await bench.releases()).toHaveLength(1);
  });

  it('says that a branch was made, deleted or forced', () => {
    const moves = parsePushes(bitbucketPush({ before: null }, { after: null }, { before: C, after: A, forced: true }));
    expect(moves).toMatchObject([
      { before: ZEROS, after: B, forced: false },
      { before: A, after: ZEROS, forced: false },
      { before: C, after: A, forced: true },
    ]);
  });

  it('says what it reverts', () => {
    const message = `Revert "x"\n\nThis reverts commit ${C}.\n`;
    expect(parsePushes(bitbucketPush({ message }))).toMatchObject([{ reverts: [C], subject: 'Revert "x"' }]);
  });

  it('may have changed any path: Bitbucket names none', async () => {
    await bench.configure({ paths: ['docs/**'] });
    expect(await push()).toMatchObject({ status: 202 });
  });

  it('lets only listed senders release', async () => {
    await bench.configure({ senders: ['{00000000-2d0e-4a4c-9d6b-0f5a8f4e1c3a}'] });
    expect(await push()).toMatchObject({ status: 200, message: expect.stringContaining('not among the senders') });
    await bench.configure({ senders: [AMY] });
    expect(await push({ before: B, after: C }, 'two')).toMatchObject({ status: 202 });
  });

  it('is matched by the repository`s UUID', async () => {
    const other = { ...bitbucketPush(), repository: { uuid: AMY, full_name: 'acme/hello' } };
    expect(await post(other)).toMatchObject({ status: 404 });
  });

  it('is ignored where it is no push, or moved nothing', async () => {
    for (const event of ['repo:fork', '<x>', ''])
      expect(await post({}, { 'x-event-key': event })).toMatchObject({ status: 200 });
    const nothing = { ...bitbucketPush(), push: { changes: [] } };
    expect(await post(nothing)).toMatchObject({ status: 200, message: 'ignored: no ref was moved' });
  });

  it.each<[string, object]>([
    ['from nowhere to nowhere', bitbucketPush({ before: null, after: null })],
    ['of half a commit', bitbucketPush({ after: 'b'.repeat(39) })],
    ['by nobody', { ...bitbucketPush(), actor: {} }],
    ['of nothing', {}],
  ])('W10 keeps a push %s for a person to look at', async (_what, payload) => {
    expect(await post(payload)).toEqual({ status: 400, message: 'this is not the payload of a push event' });
    expect(await bench.rejected('bitbucket:one')).toBeDefined();
    expect(await bench.releases()).toEqual([]);
  });

  it('has a delivery', async () => {
    expect(await post(bitbucketPush(), { 'x-request-uuid': undefined })).toMatchObject({ status: 400 });
    expect(await post(bitbucketPush(), { 'x-request-uuid': `{${'a'.repeat(36)}}` })).toMatchObject({ status: 202 });
  });
});
