import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { parsePush } from '#functions/receive-gitlab/parse-push.ts';
import { receiveGitLab } from '#functions/receive-gitlab/receive-gitlab.ts';
import { GITLAB_EXAMPLE, type GitLabPush, gitlabPush, ZEROS } from '#test/fixtures/hosts/gitlab.ts';
import { doorBench, NOW } from '../door-bench.ts';

const TOKEN = 'the token that GitLab sends along';
const SIGNING = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];

const given = { 'x-gitlab-event': 'Push Hook', 'idempotency-key': 'one' };

/** As GitLab signs: https://www.standardwebhooks.com */
function signed(body: string, { id = 'one', at = NOW / 1_000, token = SIGNING } = {}) {
  const key = Buffer.from(token.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return {
    ...given,
    'idempotency-key': id,
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${signature}`,
  };
}

let host: ReturnType<typeof memorySourceHost>;
let bench: Awaited<ReturnType<typeof doorBench>>;
beforeEach(async () => {
  host = memorySourceHost();
  host.setBranch('gitlab:42', 'main', [A, B, C]);
  const repository = { id: 'gitlab:42', name: 'acme/shop/hello', secret: TOKEN } as const;
  bench = await doorBench((ports, request) => receiveGitLab({ ...ports, sourceHost: host }, request), repository);
});
const push = (options: GitLabPush = {}, delivery = 'one') =>
  bench.ask(JSON.stringify(gitlabPush(options)), { ...given, 'idempotency-key': delivery, 'x-gitlab-token': TOKEN });

describe('who may speak to GitLab`s door', () => {
  const body = JSON.stringify(gitlabPush());

  it.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['another', 'another'],
    ['longer by one', `${TOKEN} `],
    ['shorter by one', TOKEN.slice(0, -1)],
    ['sent twice', `${TOKEN},${TOKEN}`],
  ])('W01 a token that is %s is refused, and changes nothing', async (_what, token) => {
    expect(await bench.ask(body, { ...given, 'x-gitlab-token': token })).toMatchObject({ status: 401 });
    expect(await bench.releases()).toEqual([]);
  });

  it('W03 nothing is accepted while there is no secret', async () => {
    bench.secretsAre('');
    expect(await bench.ask(body, { ...given, 'x-gitlab-token': '' })).toMatchObject({ status: 503 });
  });

  it('takes the token, and both of them while a rotation overlaps', async () => {
    expect((await push()).status).toBe(202);
    bench.secretsAre('new', TOKEN);
    expect((await push({ before: B, after: C }, 'two')).status).toBe(202);
  });

  it('takes a signature by the signing token over id, time and bytes', async () => {
    bench.secretsAre(SIGNING);
    expect(await bench.ask(body, signed(body))).toMatchObject({ status: 202, releases: ['hello#1'] });
  });

  it('takes one of several signatures, as they are sent while a token is rotated', async () => {
    bench.secretsAre(SIGNING);
    const headers = signed(body);
    const other = signed(body, { token: `whsec_${Buffer.alloc(32, 8).toString('base64')}` });
    const both = `${other['webhook-signature']} ${headers['webhook-signature']}`;
    expect((await bench.ask(body, { ...headers, 'webhook-signature': both })).status).toBe(202);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['over other bytes', signed(`${body} `)],
    ['by another token', signed(body, { token: `whsec_${Buffer.alloc(32, 8).toString('base64')}` })],
    ['by no key at all', signed(body, { token: 'whsec_' })],
    ['under another id', { ...signed(body), 'webhook-id': 'two' }],
    ['with another time', { ...signed(body), 'webhook-timestamp': String(NOW / 1_000 - 1) }],
    ['without a time', { ...signed(body), 'webhook-timestamp': undefined }],
    ['of an unknown version', { ...signed(body), 'webhook-signature': signed(body)['webhook-signature'].slice(3) }],
    ['instead of which the signing token itself is sent', { ...given, 'x-gitlab-token': SIGNING }],
    ['of which there is none', { ...given, 'x-gitlab-token': TOKEN }],
  ])('W01 refuses a signature %s', async (_what, headers) => {
    bench.secretsAre(SIGNING, 'whsec_');
    expect(await bench.ask(body, headers)).toMatchObject({ status: 401 });
    expect(await bench.releases()).toEqual([]);
  });

  it.each([
    [-300, 202],
    [300, 202],
    [-301, 401],
    [301, 401],
  ])('takes what was signed %i s from now: answer %i', async (seconds, status) => {
    bench.secretsAre(SIGNING);
    const answer = await bench.ask(body, signed(body, { at: NOW / 1_000 + seconds }));
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.message).toMatch(/signed \d+ s/);
  });
});

describe('what GitLab tells', () => {
  it('reads the push of its documentation, of whose commits not all are shown', () => {
    expect(parsePush(GITLAB_EXAMPLE)).toEqual({
      repositoryId: 'gitlab:15',
      repositoryName: 'mike/diaspora',
      ref: 'refs/heads/master',
      before: '95790bf891e76fee5e1747ab589903a6a1f80f22',
      after: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
      forced: false,
      senderId: 4,
      sender: 'jsmith',
      author: 'GitLab dev user',
      subject: 'fixed readme',
      reverts: [],
      changedPaths: undefined,
    });
  });

  it('becomes a release, whose pusher is known', async () => {
    await push();
    expect(await bench.releases()).toMatchObject([
      { repositoryId: 'gitlab:42', sha: B, author: 'Amy', subject: 'Mend the door', pusher: 'amy', state: 'ACCEPTED' },
    ]);
  });

  it('W04 is taken once, whether it comes again under its delivery or under another one', async () => {
    await push();
    expect(await push()).toMatchObject({ status: 200, releases: ['hello#1'] });
    expect(await push({}, 'two')).toMatchObject({ status: 200, releases: ['hello#1'] });
    expect(await bench.releases()).toHaveLength(1);
  });

  it('is known by the id of the attempt where GitLab has no idempotency key yet, and not at all without either', async () => {
    const body = JSON.stringify(gitlabPush());
    const headers = { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': TOKEN };
    expect(await bench.ask(body, headers)).toMatchObject({ status: 400 });
    expect(await bench.ask(body, { ...headers, 'x-gitlab-webhook-uuid': 'attempt' })).toMatchObject({ status: 202 });
  });

  it('is matched by the project`s number: a project of another name is the same, GitHub`s repository 42 is not', async () => {
    expect(await push({ project: 43 })).toMatchObject({ status: 404 });
    expect(await bench.releases()).toEqual([]);
  });

  it('is ignored where it is no push of commits', async () => {
    const headers = { ...given, 'x-gitlab-token': TOKEN };
    for (const event of ['Tag Push Hook', 'System Hook', '<x>', ''])
      expect(await bench.ask('{}', { ...headers, 'x-gitlab-event': event })).toMatchObject({
        status: 200,
        message: expect.stringMatching(/^ignored: the event .* is not used$/),
      });
  });

  it.each<[string, object]>([
    ['of another kind', { ...gitlabPush(), object_kind: 'tag_push' }],
    ['from nowhere to nowhere', gitlabPush({ before: ZEROS, after: ZEROS })],
    ['of half a commit', gitlabPush({ after: 'b'.repeat(39) })],
    ['of a project without a number', { ...gitlabPush(), project_id: '42' }],
    ['of a tag', gitlabPush({ ref: 'refs/tags/v1' })],
    ['of nothing', {}],
  ])('W10 keeps a push %s for a person to look at', async (_what, payload) => {
    const answer = await bench.ask(JSON.stringify(payload), { ...given, 'x-gitlab-token': TOKEN });
    expect(answer).toEqual({ status: 400, message: 'this is not the payload of a push event' });
    expect(await bench.rejected('gitlab:one')).toMatchObject({ message: answer.message });
    expect(await bench.releases()).toEqual([]);
  });

  it('supersedes the releases of a branch that was deleted', async () => {
    await push();
    expect(await push({ before: B, after: ZEROS }, 'two')).toMatchObject({ status: 202, releases: [] });
  });

  it('lets only listed senders release', async () => {
    await bench.configure({ senders: [8] });
    expect(await push()).toMatchObject({ status: 200, message: expect.stringContaining('not among the senders') });
    expect(await push({ before: B, after: C, userId: 8 }, 'two')).toMatchObject({ status: 202 });
  });
});

describe('which paths a push has changed', () => {
  beforeEach(() => bench.configure({ paths: ['docs/**'] }));

  it('is what GitLab says of a push that went forward', async () => {
    expect(await push()).toMatchObject({ status: 200, message: expect.stringContaining('no path') });
    expect(await push({ before: B, after: C, paths: ['docs/a.md'] }, 'two')).toMatchObject({ status: 202 });
  });

  it('may be any, where not all commits are shown', async () => {
    expect(await push({ total: 2 })).toMatchObject({ status: 202 });
  });

  it('may be any after a forced push, of which GitLab does not tell what it took away', async () => {
    await push({ paths: ['docs/a.md'] });
    expect(await push({ before: C, after: B }, 'two')).toMatchObject({ status: 202 });
  });

  it('may be any, where GitLab cannot be asked whether the push was forced', async () => {
    host.break(new Error('down'));
    expect(await push()).toMatchObject({ status: 202 });
  });
});
