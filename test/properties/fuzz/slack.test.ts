import { describe, expect, it } from 'vitest';
import { readActionValue } from '#core/commands/action-value.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import { orderOfClick } from '#functions/receive-slack/order-of-click.ts';
import { parseClick } from '#functions/receive-slack/parse-click.ts';
import { parseSlash } from '#functions/receive-slack/parse-slash.ts';
import { questionOfSlash } from '#functions/receive-slack/question-of-slash.ts';
import { verifySignature } from '#functions/receive-slack/verify-signature.ts';
import { formPayload } from '#functions/steps/edge/form-payload.ts';
import { parseStrictJson } from '#functions/steps/edge/parse-strict-json.ts';
import { whyUntimely } from '#functions/steps/edge/why-untimely.ts';
import {
  APPROVE,
  buttonValue,
  clickPayload,
  formOf,
  SIGNED_AT,
  sign,
  slashForm,
} from '#test/functions/receive-slack/slack-bench.ts';
import { must } from '../holds.ts';
import type { Chance } from './chance.ts';
import { fuzz, shareOf } from './fuzz.ts';
import { growsInProportion } from './grows-like.ts';
import { mutateText, randomBytes, tokenSoup } from './mutate-text.ts';
import { mutateTree } from './mutate-tree.ts';

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"v":1',
  '"v":2',
  '"command":',
  '"seen":{}',
  'null',
  '1e400',
  '\\u0061',
  ' ',
] as const;
const STAGE = { service: 'hello', stage: 'production' } as const;
const VALUES: readonly [string, ...string[]] = [
  buttonValue({ command: APPROVE, seen: { digest: `sha256:${'7'.repeat(64)}`, state: 'WAITING' } }),
  buttonValue({ command: { kind: 'rollback', ...STAGE, to: 5, despiteMigration: true }, seen: { current: 7 } }),
  buttonValue({ command: { kind: 'adopt', ...STAGE, revisions: ['hello:7', 'hello:8'] }, seen: { holdSince: 1 } }),
  buttonValue({ command: { kind: 'unfreeze' }, card: 'hello#7' }),
];

/** The value of a button, from right to nonsense. */
function aValue(chance: Chance): string {
  const kind = chance.below(100);
  if (kind < 20) return chance.one(VALUES);
  if (kind < 60) return mutateText(chance.one(VALUES), TOKENS, chance);
  if (kind < 85) return JSON.stringify(mutateTree(JSON.parse(chance.one(VALUES)), chance)) ?? '';
  return tokenSoup(TOKENS, 40, chance);
}

/** What is read is what was written, letter by letter: no value has two spellings, and none two meanings. */
function checkValue(value: string): string {
  const read = readActionValue(value);
  if ('refused' in read) {
    must(/^the (value of the )?button /.test(read.refused), read.refused);
    return 'refused';
  }
  const parsed = parseOrder({ id: 'one', by: { via: 'cli', id: 'amy' }, reason: 'why', ...read });
  if ('mistakes' in parsed) return 'no command';
  const { command, seen, card } = parsed.order;
  must(buttonValue({ command, seen, card }) === value, 'written again, it is another text');
  return 'action';
}

/** A click as Slack tells of it, wounded anywhere. */
function aClick(chance: Chance): unknown {
  const click = clickPayload({
    value: aValue(chance),
    team: chance.one(['T012HOME', 'T999', undefined]),
    typed: chance.one([undefined, null, 'looked at it', ' two\n lines ', '\u202e']),
  });
  return chance.often(0.2) ? click : mutateTree(click, chance);
}

function checkClick(payload: unknown): string {
  const click = parseClick(payload);
  if (!click) return 'no click';
  must(JSON.stringify(click) === JSON.stringify(parseClick(JSON.parse(JSON.stringify(payload)))), 'another click');
  const { value } = click;
  if (value === undefined) return 'no value';
  const given = orderOfClick({ ...click, value });
  if ('refused' in given) {
    must(given.refused.length > 0 && !/undefined|\[object/.test(given.refused), `for programmers: ${given.refused}`);
    return 'refused';
  }
  const { order } = given;
  const { user, team } = payload as { user: { id: string; team_id?: string }; team?: { id: string } };
  must(order.by.id === `${user.team_id ?? team?.id}/${user.id}`, `in the name of ${order.by.id}`);
  must(JSON.stringify(parseOrder(order)) === JSON.stringify({ order }), 'an order that the bus does not take');
  const later = orderOfClick({ ...click, value, actionTs: `${click.actionTs}1` });
  must('order' in later && later.order.id !== order.id, 'two clicks are one order');
  return 'order';
}

const SPOILT: readonly [(right: string) => string | undefined, ...((right: string) => string | undefined)[]] = [
  () => undefined,
  () => '',
  (right) => right.toUpperCase(),
  (right) => `${right} `,
  (right) => right.slice(0, -1),
  (right) => `${right},${right}`,
  (right) => right.replace('v0=', 'v1='),
  (right) => right.replace('v0=', ''),
  (right) => right.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
];
const TIMES = [
  '',
  SIGNED_AT,
  '0',
  '-1',
  '1e3',
  `${SIGNED_AT}.5`,
  ` ${SIGNED_AT}`,
  '9'.repeat(400),
  '٣',
  'NaN',
] as const;

/** The bytes of a request, with a signature that is right or nearly. */
const aRequest = (chance: Chance) => {
  const form = formOf(clickPayload({ value: chance.one(VALUES) }));
  const isText = chance.often(0.8);
  const body = isText
    ? Buffer.from(mutateText(form, ['&', '=', '%', '+', '%zz', 'payload='], chance))
    : randomBytes(64, chance);
  return { body, time: chance.one(TIMES), spoil: chance.one(SPOILT) };
};

function checkRequest({ body, time, spoil }: ReturnType<typeof aRequest>): string {
  const right = sign(body, time, 'secret');
  const believed = (signature: string | undefined, at: string = time, secrets = ['secret'], bytes: Uint8Array = body) =>
    verifySignature(secrets, bytes, { 'x-slack-signature': signature, 'x-slack-request-timestamp': at });
  must(believed(right, time, ['', 'secret']), 'refused the right signature');
  must(!believed(right, time, ['other', '']), 'took the signature of another secret');
  must(!believed(right, `${time}1`), 'took another time');
  must(!believed(right, time, ['secret'], Buffer.concat([body, Buffer.from([0])])), 'took one byte more');
  must(!believed(spoil(right)), `took ${spoil(right)}`);
  must(
    (whyUntimely('X-Time', { 'x-time': time }, Number(SIGNED_AT) * 1_000) === undefined) === (time === SIGNED_AT),
    `the time ${time}`,
  );
  return readForm(body);
}

function readForm(body: Uint8Array): string {
  const json = formPayload(body);
  if (!json) return 'no form';
  try {
    return checkClick(parseStrictJson(json));
  } catch (error) {
    must(error instanceof SyntaxError, `threw ${String(error)}`);
    return 'no JSON';
  }
}

const TYPED = [
  'status',
  'why',
  'freeze',
  'unfreeze',
  'everything',
  'hello/production',
  'hello#7',
  'for',
  '2h',
  ' ',
  '/',
] as const;

const RIGHT = [
  'status hello',
  'why hello#7',
  'freeze hello/production for 2h the fair',
  'unfreeze everything over',
] as const;

/** The form of a command, wounded anywhere. */
const aCommand = (chance: Chance): string => {
  const form = slashForm(chance.often(0.5) ? chance.one(RIGHT) : tokenSoup(TYPED, 8, chance));
  return chance.often(0.3) ? form : mutateText(form, ['&', '=', '%', '+', '&text=', 'user_id=U012ZOE'], chance);
};

function checkCommand(form: string): string {
  const slash = parseSlash(new URLSearchParams(form));
  if (!slash) return 'no command';
  const asked = questionOfSlash(slash, Number(SIGNED_AT) * 1_000);
  if ('help' in asked) return 'helped';
  if (asked.question.asked.kind !== 'order') return 'question';
  const { order } = asked.question.asked;
  must(order.by.id === `${slash.team}/${slash.user}`, `in the name of ${order.by.id}`);
  must(new URLSearchParams(form).getAll('user_id').join() === slash.user, 'one of two users');
  must(JSON.stringify(parseOrder(order)) === JSON.stringify({ order }), 'an order that the bus does not take');
  return 'order';
}

describe('the parsers of a command typed in Slack', () => {
  it('find in any form one command, in the name of who is signed, or none', () => {
    const outcomes = fuzz({ make: aCommand, check: checkCommand, show: (form) => form });
    for (const outcome of ['no command', 'helped', 'question', 'order'])
      expect(shareOf(outcomes, outcome)).toBeGreaterThan(0.01);
  }, 60_000);
});

describe('the parsers of a click in Slack', () => {
  it('believe any bytes with their own signature and time, and with no other (J06)', () => {
    const show = ({ body, time }: ReturnType<typeof aRequest>) => `${time} ${body.toString('latin1')}`;
    const outcomes = fuzz({ make: aRequest, check: checkRequest, show });
    for (const outcome of ['no form', 'no JSON', 'order']) expect(shareOf(outcomes, outcome)).toBeGreaterThan(0.02);
  }, 60_000);

  it('find in any payload one click, in the name of who is signed, or none (J05, J07)', () => {
    const outcomes = fuzz({ make: aClick, check: checkClick, show: (payload) => JSON.stringify(payload) });
    for (const outcome of ['no click', 'refused', 'order']) expect(shareOf(outcomes, outcome)).toBeGreaterThan(0.05);
  }, 60_000);

  it('read of any value what was written, letter by letter, or nothing (J06)', () => {
    const outcomes = fuzz({ make: aValue, check: checkValue, show: (value) => value });
    for (const outcome of ['refused', 'no command', 'action']) expect(shareOf(outcomes, outcome)).toBeGreaterThan(0.02);
  }, 60_000);

  const SHAPES: Record<string, (size: number) => unknown> = {
    'a reason of white space': (size) => clickPayload({ typed: `${' '.repeat(size)}x` }),
    'a reason of line breaks': (size) => clickPayload({ typed: `x${'\n x'.repeat(size / 3)}` }),
    'a long label': (size) => clickPayload({ label: 'x'.repeat(size) }),
    'a long value': (size) => clickPayload({ value: '{'.repeat(size) }),
    'many inputs': (size) => ({
      ...clickPayload(),
      state: {
        values: Object.fromEntries(
          Array.from({ length: size / 40 }, (_, i) => [`b${i}`, { reason: { type: 'plain_text_input', value: '' } }]),
        ),
      },
    }),
  };
  it.each(Object.keys(SHAPES))(
    'take time in proportion to the length, for %s (W08)',
    (name) => {
      const run = (size: number): void => void readForm(Buffer.from(formOf(SHAPES[name]?.(size))));
      expect(growsInProportion(20_000, run)).toBe(true);
    },
    60_000,
  );
});
