import { describe, expect, it } from 'vitest';
import { NOON } from '#test/fixtures/ledger.ts';
import { clickPayload, formOf, SECRET, SIGNED_AT, sign, slackBench } from './slack-bench.ts';

const body = formOf(clickPayload());
const right = sign(body);

describe('who may speak as Slack', () => {
  it.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['of zeros', `v0=${'0'.repeat(64)}`],
    ['of other bytes', sign(`${body} `)],
    ['in upper case', `v0=${right.slice(3).toUpperCase()}`],
    ['of another version', right.replace('v0=', 'v1=')],
    ['without a version', right.slice(3)],
    ['too short', right.slice(0, -1)],
    ['too long', `${right}0`],
    ['with a line feed behind', `${right}\n`],
    ['sent twice', `${right},${right}`],
    ['by another secret', sign(body, SIGNED_AT, 'another')],
    ['by the empty secret', sign(body, SIGNED_AT, '')],
    ['of another time', sign(body, String(NOON / 1_000 - 1))],
  ])('refuses a signature %s, and hands nothing over (W01, W02, J06)', async (_what, signature) => {
    const bench = slackBench();
    const answer = await bench.post(body, { headers: { 'x-slack-signature': signature } });
    expect(answer).toMatchObject({ status: 401, outcome: 'unauthentic' });
    expect(bench.sent()).toEqual([]);
  });

  it('refuses a click whose user was edited on the way (J05)', async () => {
    const bench = slackBench();
    const edited = formOf(clickPayload({ user: 'U012BOB' }));
    expect(await bench.post(edited, { headers: { 'x-slack-signature': right } })).toMatchObject({ status: 401 });
    expect(bench.sent()).toEqual([]);
  });

  it.each([
    ['301 s ago', -301, 401],
    ['300 s ago', -300, 200],
    ['now', 0, 200],
    ['in 300 s', 300, 200],
    ['in 301 s', 301, 401],
  ])('takes what was signed %s or not, by our clock (J06)', async (_when, seconds, status) => {
    const bench = slackBench();
    const answer = await bench.post(body, { timestamp: String(NOON / 1_000 + seconds) });
    expect(answer.status).toBe(status);
    expect(bench.sent()).toHaveLength(status === 200 ? 1 : 0);
  });

  it('says by how much the clock is off, as it may be ours that is wrong (J06)', async () => {
    const hourLate = slackBench({ now: () => NOON + 3_600_000 });
    expect(await hourLate.post(body)).toMatchObject({
      outcome: 'untimely',
      message: expect.stringMatching(/3600 s ago by our clock.*or the clock is wrong/),
    });
    const hourEarly = slackBench({ now: () => NOON - 3_600_000 });
    expect(await hourEarly.post(body)).toMatchObject({ message: expect.stringContaining('3600 s in the future') });
  });

  it.each(['', '-1', '1e9', ' 1800000000', '1800000000.5', '9'.repeat(13), 'NaN'])(
    'refuses the timestamp %j although it is signed',
    async (timestamp) => {
      const bench = slackBench();
      expect(await bench.post(body, { timestamp })).toMatchObject({
        status: 401,
        outcome: 'untimely',
        message: expect.stringContaining('malformed'),
      });
      expect(bench.sent()).toEqual([]);
    },
  );

  it('makes one order of the same request, however often it comes, also signed anew (J07)', async () => {
    const bench = slackBench();
    await bench.post(body);
    await bench.post(body, { headers: { 'x-slack-retry-num': '1' } });
    await bench.post(body, { timestamp: String(NOON / 1_000 + 60) });
    expect(bench.sent()).toHaveLength(3);
    expect(new Set(bench.sent().map((order) => JSON.stringify(order))).size).toBe(1);
  });

  it.each<[string, () => Promise<string[]>]>([
    ['unreadable', () => Promise.reject(new Error('AccessDenied'))],
    ['absent', async () => []],
    ['empty', async () => ['']],
  ])('accepts nothing while the secret is %s (W03)', async (_what, secrets) => {
    const bench = slackBench({ secrets });
    expect(await bench.post(body, { secret: '' })).toMatchObject({ status: 503, outcome: 'unavailable' });
    expect(bench.sent()).toEqual([]);
  });

  it('takes both secrets while a rotation overlaps, and reads them once more before it refuses (O05, O06)', async () => {
    const both = slackBench({ secrets: async () => ['new', SECRET] });
    expect((await both.post(body)).status).toBe(200);
    let reads = 0;
    const rotated = slackBench({
      secrets: async (asked) => {
        reads += 1;
        return asked?.again ? ['new', SECRET] : [SECRET];
      },
    });
    expect((await rotated.post(body, { secret: 'new' })).status).toBe(200);
    expect((await rotated.post(body, { secret: 'another' })).status).toBe(401);
    expect(reads).toBe(4);
  });

  it('refuses when the secret cannot be read again (O06)', async () => {
    const bench = slackBench({
      secrets: (asked) => (asked?.again ? Promise.reject(new Error('Throttled')) : Promise.resolve([SECRET])),
    });
    expect((await bench.post(body, { secret: 'new' })).status).toBe(401);
  });

  it('refuses every other method, and tells whoever is not Slack nothing of the content type', async () => {
    const bench = slackBench();
    expect((await bench.post(body, { method: 'GET' })).status).toBe(405);
    const headers = { 'content-type': 'application/json' };
    expect((await bench.post(body, { headers, secret: 'another' })).status).toBe(401);
    expect((await bench.post(body, { headers })).status).toBe(415);
    expect(bench.sent()).toEqual([]);
  });
});
