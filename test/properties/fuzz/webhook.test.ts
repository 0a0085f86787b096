import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Push } from '#core/intake/push.ts';
import { parsePush } from '#functions/receive-webhook/parse-push.ts';
import { verifySignature } from '#functions/receive-webhook/verify-signature.ts';
import { formPayload } from '#functions/steps/edge/form-payload.ts';
import { parseStrictJson } from '#functions/steps/edge/parse-strict-json.ts';
import { toRequest } from '#functions/steps/edge/to-request.ts';
import { sign } from '#test/functions/receive-webhook/webhook-bench.ts';
import { must } from '../holds.ts';
import { aBody, aPayload, REAL, SMALL } from './bodies.ts';
import { type Chance, chance } from './chance.ts';
import { fuzz, shareOf } from './fuzz.ts';
import { growsInProportion } from './grows-like.ts';
import { KEYS } from './hostile.ts';

const showBytes = (body: Buffer): string => `base64 ${body.toString('base64')}`;
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

/** The value, or undefined where it was refused as it is documented; any other error is a finding. */
function parseOrRefuse(bytes: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: parseStrictJson(bytes) };
  } catch (error) {
    must(error instanceof SyntaxError && error.message.length > 0, `threw ${String(error)}`);
    return undefined;
  }
}

/** JSON.parse may take more than we do, never less; and what both take is the same. */
function checkJson(body: Buffer): string {
  const parsed = parseOrRefuse(body);
  if (!parsed) return 'refused';
  const again = JSON.stringify(parsed.value);
  must(again === JSON.stringify(JSON.parse(decode(body))), 'read otherwise than by JSON.parse');
  must(JSON.stringify(parseStrictJson(Buffer.from(again))) === again, 'written and read again, it is something else');
  must(!/"__proto__":/.test(again.replaceAll('\\"', '')), 'a key __proto__');
  return 'json';
}

/** A form of these bytes gives them back; and of any bytes taken for a form never comes more than there is. */
function checkForm(body: Buffer): string {
  // Each byte as %xx takes a while: not for every body.
  if (body.length % 8 === 0) {
    const wrapped = Buffer.from(`payload=${body.toString('hex').replaceAll(/../g, '%$&')}`);
    must(Buffer.from(formPayload(wrapped) ?? []).equals(body), 'other bytes than were wrapped');
  }
  const payload = formPayload(body);
  if (!payload) return 'refused';
  must(payload.length <= body.length - 'payload='.length, 'longer than what was sent');
  parseOrRefuse(payload);
  return 'form';
}

const SPOILT: readonly [
  (right: string, body: Buffer) => string | undefined,
  ...((right: string, body: Buffer) => string | undefined)[],
] = [
  () => undefined,
  () => '',
  (right) => right.toUpperCase(),
  (right) => `${right} `,
  (right) => `${right}\n`,
  (right) => right.slice(0, -1),
  (right) => `${right},${right}`,
  (right) => right.replace('sha256=', 'sha1='),
  (right) => right.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
  (_, body) => body.toString('latin1'),
];

const aSignedBody = (draw: Chance) => ({ body: aBody(draw), spoil: draw.one(SPOILT) });

function checkBody({ body, spoil }: ReturnType<typeof aSignedBody>): string {
  const right = sign(body, 'secret');
  must(verifySignature(['', 'secret'], body, right), 'refused the right signature');
  must(!verifySignature(['other', ''], body, right), 'took the signature of another secret');
  must(!verifySignature(['secret'], Buffer.concat([body, Buffer.from([0])]), right), 'took one byte more');
  must(!verifySignature(['secret'], body, spoil(right, body)), `took ${spoil(right, body)}`);
  const form = checkForm(body);
  return form === 'form' ? form : checkJson(body);
}

function checkPush(payload: unknown): string {
  const push = parsePush(payload);
  if (!push) return 'no push';
  must(
    JSON.stringify(push) === JSON.stringify(parsePush(JSON.parse(JSON.stringify(payload)))),
    'another push when sent again',
  );
  checkFields(push);
  return 'push';
}

function checkFields(push: Push): void {
  for (const sha of [push.before, push.after, ...push.reverts]) must(/^[0-9a-f]{40}$/.test(sha), `the commit ${sha}`);
  for (const id of [push.repositoryId, push.senderId]) must(Number.isSafeInteger(id) && Number(id) > 0, `the id ${id}`);
  must(push.subject.length <= 200 && push.author.length <= 100 && push.ref.length <= 300, 'a text that is too long');
  must(push.reverts.length <= 20, `${push.reverts.length} reverts`);
  must(push.changedPaths === undefined || !push.forced, 'paths of a forced push, which may have taken others away');
  must(!/[\r\n]/.test(push.subject.replace(/\r(?!\n)/g, '')), 'a subject of two lines');
}

describe('the parsers of a webhook', () => {
  it('take or refuse any body: its signature, its form, its JSON, as everybody else reads it (W01, W05, W07, W08)', () => {
    const outcomes = fuzz({ make: aSignedBody, check: checkBody, show: ({ body }) => showBytes(body) });
    expect(shareOf(outcomes, 'json')).toBeGreaterThan(0.2);
    expect(shareOf(outcomes, 'refused')).toBeGreaterThan(0.2);
    expect(shareOf(outcomes, 'form')).toBeGreaterThan(0.01);
  }, 300_000);

  it('find in any payload a push, the same when it is sent again, or none (W10, W11)', () => {
    const outcomes = fuzz({ make: aPayload, check: checkPush, show: (payload) => JSON.stringify(payload) });
    expect(shareOf(outcomes, 'push')).toBeGreaterThan(0.2);
    expect(shareOf(outcomes, 'no push')).toBeGreaterThan(0.2);
  }, 300_000);

  it('carry any bytes and any headers over from the edge as they were sent (W06, W09)', () => {
    const outcomes = fuzz({ make: aRequest, check: checkRequest, show: (sent) => JSON.stringify(sent) });
    expect(shareOf(outcomes, 'taken')).toBeGreaterThan(0.5);
    expect(shareOf(outcomes, 'refused')).toBeGreaterThan(0.1);
  }, 300_000);

  it('refuse every true beginning of a body (W08)', () => {
    const bodies = [...SMALL, REAL[0] ?? {}].map((payload) => Buffer.from(JSON.stringify(payload)));
    for (const body of bodies)
      for (let length = 0; length < body.length; length += 1)
        must(parseOrRefuse(body.subarray(0, length)) === undefined, `took the first ${length} bytes`);
  }, 300_000);
});

interface Sent {
  bytes: Buffer;
  /** The body as the edge has it in its event: base64, the text itself, or a text that says that it is base64. */
  as: 'base64' | 'text' | 'mislabelled';
  names: string[];
}

const HEADERS = ['X-Hub-Signature-256', 'x-hub-signature-256', '__PROTO__', 'Constructor'] as const;

const aRequest = (draw: Chance): Sent => ({
  bytes: aBody(draw),
  as: draw.one(['base64', 'base64', 'text', 'mislabelled']),
  names: [draw.one(KEYS), draw.one(HEADERS)],
});

function checkRequest({ bytes, as, names }: Sent): string {
  const body = as === 'base64' ? bytes.toString('base64') : bytes.toString('utf8');
  const headers = Object.fromEntries(names.map((name, i) => [name, String(i)]));
  const request = toRequest(anEvent(headers, body, as !== 'text'));
  for (const name of names) must(request.headers[name.toLowerCase()] !== undefined, `the header ${name} is lost`);
  must(
    Object.keys(request.headers).every((name) => name === name.toLowerCase()),
    'a header in capitals',
  );
  if (as === 'mislabelled') {
    const isBase64 = request.body === undefined || Buffer.from(request.body).toString('base64') === body;
    must(isBase64, 'base64 of two spellings');
  } else
    must(
      Buffer.from(as === 'text' ? body : bytes).equals(request.body ?? Buffer.from('?')),
      'other bytes than were sent',
    );
  return request.body ? 'taken' : 'refused';
}

const anEvent = (headers: Record<string, string>, body: string, isBase64Encoded: boolean): APIGatewayProxyEventV2 =>
  ({
    headers,
    body,
    isBase64Encoded,
    requestContext: { http: { method: 'POST' } },
  }) as unknown as APIGatewayProxyEventV2;

describe('the time that a body takes', () => {
  const push = (over: object): Buffer => Buffer.from(JSON.stringify({ ...SMALL[0], ...over }));
  const form = (text: string): Buffer => Buffer.from(`payload=${text}`);
  const head = (message: string) => ({ head_commit: { message, author: { name: 'amy' } } });
  const SHAPES: Record<string, (size: number) => Buffer> = {
    'opening brackets': (size) => Buffer.from('['.repeat(size)),
    quotes: (size) => Buffer.from('"'.repeat(size)),
    backslashes: (size) => Buffer.from(`"${'\\'.repeat(size)}`),
    'escaped quotes': (size) => Buffer.from(`"${'\\"'.repeat(size)}"`),
    escapes: (size) => Buffer.from(`["${'\\u0041'.repeat(size)}"]`),
    digits: (size) => Buffer.from('1'.repeat(size)),
    keys: (size) => Buffer.from(`{${Array.from({ length: size / 8 }, (_, i) => `"k${i}":0`).join(',')}}`),
    'a message of line breaks': (size) => push(head('\r'.repeat(size))),
    'a message of half reverts': (size) =>
      push({ commits: [{ message: 'This reverts commit a'.repeat(size / 20), added: [], removed: [], modified: [] }] }),
    paths: (size) =>
      push({ commits: [{ added: Array.from({ length: size / 8 }, (_, i) => `p${i}`), removed: [], modified: [] }] }),
    'percent signs': (size) => form('%'.repeat(size)),
    'encoded bytes': (size) => form('%41'.repeat(size)),
    'plus signs': (size) => form('+'.repeat(size)),
    ampersands: (size) => form('&'.repeat(size)),
    noise: (size) => Buffer.from(Array.from({ length: size / 4 }, (_, i) => chance(i).below(256))),
  };

  it.each(Object.keys(SHAPES))(
    'grows with its length only, for %s (W08)',
    (name) => {
      const run = (size: number): void => {
        const body = SHAPES[name]?.(size) ?? Buffer.alloc(0);
        const json = name.includes('sign') || name.startsWith('a') ? (formPayload(body) ?? body) : body;
        const parsed = parseOrRefuse(json);
        if (parsed) parsePush(parsed.value);
      };
      expect(growsInProportion(20_000, run)).toBe(true);
    },
    60_000,
  );
});
