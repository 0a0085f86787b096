import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { verifySignature } from '#functions/receive-webhook/verify-signature.ts';
import { pushPayload, SECRET, sign, type WebhookBench, webhookBench } from './webhook-bench.ts';

const body = JSON.stringify(pushPayload());
const right = sign(body);

describe('who may speak to the webhook', () => {
  let bench: WebhookBench;
  beforeEach(async () => {
    bench = webhookBench();
    await bench.configure('hello');
  });
  const nothingHappened = async () => {
    expect(await bench.releases()).toEqual([]);
    expect(await bench.head()).toBeUndefined();
  };

  it.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['of zeros', `sha256=${'0'.repeat(64)}`],
    ['of other bytes', sign(`${body} `)],
    ['with a wrong prefix', right.replace('sha256=', 'sha1=')],
    ['without a prefix', right.slice(7)],
    ['in upper case', `sha256=${right.slice(7).toUpperCase()}`],
    ['by another secret', sign(body, 'another')],
    ['by the empty secret', sign(body, '')],
  ])('W01 a signature %s is refused and changes nothing', async (_what, signature) => {
    const answer = await bench.post(body, { headers: { 'x-hub-signature-256': signature } });
    expect(answer.status).toBe(401);
    await nothingHappened();
  });

  it.each([
    ['too short', right.slice(0, 70)],
    ['too long', `${right}0`],
    ['not hexadecimal', `${right.slice(0, 70)}g`],
    ['of letters beyond ASCII', `sha256=${'ä'.repeat(64)}`],
    ['of 64 KB', `sha256=${'a'.repeat(65_536)}`],
    ['with a line feed behind', `${right}\n`],
  ])('W02 a signature %s is refused, never a failure', async (_what, signature) => {
    expect((await bench.post(body, { headers: { 'x-hub-signature-256': signature } })).status).toBe(401);
    await nothingHappened();
  });

  it.each<[string, () => Promise<string[]>]>([
    ['unreadable', () => Promise.reject(new Error('AccessDenied'))],
    ['absent', async () => []],
    ['empty', async () => ['']],
  ])('W03 nothing is accepted while the secret is %s', async (_what, read) => {
    bench.secretsAre(read);
    const answer = await bench.post(body, { secret: '' });
    expect(answer.status).toBe(503);
    await nothingHappened();
  });

  it('O05 both secrets are good while a rotation overlaps, and the old one is not afterwards', async () => {
    bench.secretsAre(async () => ['new', SECRET]);
    expect((await bench.post(body)).status).toBe(202);
    bench.secretsAre(async () => ['new']);
    expect((await bench.post(body)).status).toBe(401);
    expect((await bench.post(body, { secret: 'new' })).status).toBe(200);
  });

  it('O06 a secret that was rotated a moment ago is read again before a push is refused, which nobody would send again', async () => {
    bench.secretsAre(async (asked) => (asked?.again ? ['new', SECRET] : [SECRET]));
    expect((await bench.post(body, { secret: 'another' })).status).toBe(401);
    await nothingHappened();
    expect((await bench.post(body, { secret: 'new' })).status).toBe(202);
  });

  it('O06 refuses when the secret cannot be read again', async () => {
    bench.secretsAre((asked) => (asked?.again ? Promise.reject(new Error('AccessDenied')) : Promise.resolve([SECRET])));
    expect((await bench.post(body, { secret: 'new' })).status).toBe(401);
    await nothingHappened();
  });

  it('W09 repeated signatures are refused, also when each of them is right', async () => {
    for (const joined of [`${right},${right}`, `${right}, ${right}`]) {
      expect((await bench.post(body, { headers: { 'x-hub-signature-256': joined } })).status).toBe(401);
    }
    await nothingHappened();
  });

  it('refuses every other method', async () => {
    expect((await bench.post(body, { method: 'GET' })).status).toBe(405);
  });

  it('verifySignature says yes to the right signature only, whatever the header', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (bytes, header) => {
        expect(verifySignature([SECRET], bytes, header)).toBe(header === sign(bytes));
        expect(verifySignature([SECRET], bytes, sign(bytes))).toBe(true);
      }),
    );
  });
});
