import examples from '@octokit/webhooks-examples';
import { beforeEach, describe, expect, it } from 'vitest';
import { parsePush } from '#functions/receive-webhook/parse-push.ts';
import { pushPayload, sha, sign, type WebhookBench, webhookBench, ZEROS } from './webhook-bench.ts';

interface Example {
  name: string;
  examples: object[];
}
const all = examples as unknown as Example[];
const pushes = all.find(({ name }) => name === 'push')?.examples as ReturnType<typeof pushPayload>[];
const USED = ['push', 'ping', 'status', 'check_run', 'check_suite'];
const others = all.filter(({ name }) => !USED.includes(name));

describe('what a push reverts', () => {
  const commit = (id: string, message: string) => ({ id, message, added: [], removed: [], modified: [] });
  const reverts = (commits: ReturnType<typeof commit>[]) => parsePush(pushPayload({ commits }))?.reverts;
  const bad = 'b'.repeat(40);
  const revert = commit('c'.repeat(40), `Revert "x"\n\nThis reverts commit ${bad}.`);

  it('is what its commits say', () => {
    expect(reverts([revert])).toEqual([bad]);
  });

  it('is not what the same push brings back by reverting the revert', () => {
    const again = commit('d'.repeat(40), `Reapply "x"\n\nThis reverts commit ${revert.id}.`);
    expect(reverts([revert, again])).toEqual([revert.id]);
  });
});

describe('what the webhook is told', () => {
  let bench: WebhookBench;
  beforeEach(async () => {
    bench = webhookBench();
    await bench.configure('hello');
  });
  const rejected = async (delivery: string) => bench.table.read({ pk: `DELIVERY#${delivery}`, sk: 'REJECTED' });

  it('reads each of the seven pushes that GitHub gives as examples', () => {
    expect(pushes).toHaveLength(7);
    for (const push of pushes) {
      expect(parsePush(push)).toMatchObject({
        repositoryId: push.repository.id,
        ref: push.ref,
        after: push.after,
        senderId: push.sender.id,
      });
    }
  });

  it.each(pushes.map((push, i) => [i, push] as const))('answers example push %i by what it is', async (_i, push) => {
    const branch = push.ref.replace('refs/heads/', '');
    await bench.configure('example', {
      repository: { id: push.repository.id, name: 'x/y' },
      branch: push.ref.startsWith('refs/heads/') ? branch : 'main',
    });
    const { status, releases = [], message } = await bench.post(JSON.stringify(push));
    const isRelease = push.ref.startsWith('refs/heads/') && !push.deleted;
    expect(status).toBe(push.ref.startsWith('refs/heads/') ? 202 : 200);
    expect(releases).toHaveLength(isRelease ? 1 : 0);
    if (!push.ref.startsWith('refs/heads/')) expect(message).toMatch(/^ignored: /);
  });

  it('W12 answers a ping, and lets every other event pass', async () => {
    const ping = all.find(({ name }) => name === 'ping')?.examples[0];
    expect(await bench.post(JSON.stringify(ping), { event: 'ping' })).toMatchObject({ status: 200, message: 'pong' });
    for (const {
      name,
      examples: [example],
    } of others) {
      const answer = await bench.post(JSON.stringify(example), { event: name });
      expect(answer).toMatchObject({ status: 200, message: `ignored: the event ${name} is not used` });
    }
    expect(await bench.releases()).toEqual([]);
  });

  it('W10 refuses an event that is named as another one', async () => {
    const ping = JSON.stringify(all.find(({ name }) => name === 'ping')?.examples[0]);
    expect((await bench.post(ping)).status).toBe(400);
    expect((await bench.push({}, { event: 'ping' })).status).toBe(400);
    for (const {
      examples: [example],
    } of others)
      expect(parsePush(example)).toBeUndefined();
    expect(await bench.releases()).toEqual([]);
  });

  it('W05 takes the same push from a form, and refuses other content types only after the signature', async () => {
    const push = JSON.stringify(pushPayload({ message: 'Grüße & Küsse + 100% 🚀' }));
    const form = `payload=${encodeURIComponent(push).replaceAll('%20', '+')}`;
    const headers = (type: string | undefined) => ({ headers: { 'content-type': type } });
    const answer = await bench.post(form, headers('application/x-www-form-urlencoded; charset=utf-8'));
    expect(answer.status).toBe(202);
    expect((await bench.releases())[0]?.subject).toBe('Grüße & Küsse + 100% 🚀');
    for (const type of [undefined, '', 'text/plain', 'application/jsonp', 'application/json, text/plain']) {
      expect((await bench.post(push, headers(type))).status).toBe(415);
      expect((await bench.post(push, { secret: 'wrong', ...headers(type) })).status).toBe(401);
    }
  });

  it.each([
    ['no payload', 'other=1'],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D'],
    ['a broken percent sign', 'payload=%7B%zz%7D'],
    ['bytes that are not UTF-8', 'payload=%22%FF%22'],
  ])('W05 refuses a form with %s', async (_what, form) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await bench.post(form, { headers })).status).toBe(400);
  });

  it('W07 keeps a signed body that is no JSON for a person to look at', async () => {
    const body = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x00, 0xff, 0x0d, 0x0a]);
    const answer = await bench.post(body, { delivery: 'odd' });
    expect(answer.status).toBe(400);
    expect(await rejected('odd')).toMatchObject({ body: body.toString('base64'), bytes: 8 });
    expect((await bench.post(body, { delivery: 'odd' })).status).toBe(400);
  });

  it('W07 keeps no more of a huge body than its length and hash', async () => {
    await bench.post('['.repeat(1_000_000), { delivery: 'huge' });
    const kept = await rejected('huge');
    expect(kept).toMatchObject({ bytes: 1_000_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(kept).not.toHaveProperty('body');
  });

  it('W06 takes CRLF between tokens, because the bytes are what was signed', async () => {
    const body = JSON.stringify(pushPayload(), null, 2).replaceAll('\n', '\r\n');
    expect((await bench.post(body)).status).toBe(202);
    const other = { headers: { 'x-hub-signature-256': sign(JSON.stringify(JSON.parse(body))) } };
    expect((await bench.post(body, other)).status).toBe(401);
  });

  it('refuses a delivery without an id', async () => {
    for (const id of ['', 'a b', 'x'.repeat(65)]) {
      expect((await bench.push({}, { headers: { 'x-github-delivery': id } })).status).toBe(400);
    }
  });

  const whole = pushPayload();
  it.each<[string, object]>([
    ['no head commit', { head_commit: null }],
    ['no repository', { repository: undefined }],
    ['a repository whose id is a text', { repository: { id: '35129377', full_name: 'a/b' } }],
    ['a repository whose id is beyond a safe integer', { repository: { id: 2 ** 60, full_name: 'a/b' } }],
    ['no sender', { sender: null }],
    ['a sha of 39 digits', { after: 'a'.repeat(39) }],
    ['a sha in upper case', { after: 'A'.repeat(40) }],
    ['a deletion that says it is none', { after: ZEROS }],
    ['commits that are none', { commits: [{ added: 'x' }] }],
    ['a ref of 4,000 bytes', { ref: `refs/heads/${'x'.repeat(4_000)}` }],
    ['forced as a text', { forced: 'no' }],
  ])('W11 refuses a push with %s', async (_what, change) => {
    expect((await bench.post(JSON.stringify({ ...whole, ...change }))).status).toBe(400);
    expect(await bench.releases()).toEqual([]);
  });

  it('W11 takes a push without commits, with unknown fields, and passes tags over', async () => {
    expect((await bench.post(JSON.stringify({ ...whole, commits: [], stars: { '⭐': 1 } }))).status).toBe(202);
    const tag = { ...whole, ref: 'refs/tags/v1', head_commit: null };
    expect(await bench.post(JSON.stringify(tag))).toMatchObject({ status: 200, message: /^ignored: / });
    const tagGone = pushPayload({ ref: 'refs/tags/v1', after: ZEROS, before: sha(9) });
    expect(await bench.post(JSON.stringify(tagGone))).toMatchObject({ status: 200 });
    expect(await bench.releases()).toHaveLength(1);
  });

  it('W19 takes a push whose lists are capped, and stores none of them', async () => {
    await bench.configure('narrow', { paths: ['nothing/**'] });
    const commits = Array.from({ length: 2_048 }, (_, i) => ({
      added: [`src/${i}.ts`],
      removed: [],
      modified: [`${i}`],
    }));
    const files = Array.from({ length: 5_000 }, (_, i) => `deep/path/to/file/number/${i}.ts`);
    expect(await bench.push({ commits })).toMatchObject({ releases: ['hello#1', 'narrow#1'] });
    const second = await bench.push({
      before: sha(2),
      after: sha(3),
      commits: [{ added: files, removed: [], modified: [] }],
    });
    expect(second).toMatchObject({ releases: ['hello#2', 'narrow#2'] });
    const items = [...(await bench.releases()), await bench.head()];
    for (const item of items) expect(JSON.stringify(item).length).toBeLessThan(2_000);
  });
});
