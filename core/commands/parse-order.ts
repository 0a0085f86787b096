import * as z from 'zod/mini';
import type { Order } from './command.ts';

const LONGEST_NAME = 100;
const LONGEST_REASON = 1_000;

/** Nothing that is invisible, breaks a line or turns the direction of writing round: it is shown to people as it came. */
const VISIBLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*$/u;

const text = (rule: string, ...patterns: RegExp[]) =>
  z.string(rule).check(...patterns.map((pattern) => z.regex(pattern, rule)));

const words = (most: number) => {
  const rule = `1 to ${most} characters, none of them a line break or another control character`;
  return text(rule, VISIBLE, /\S/).check(z.maxLength(most, rule));
};

const lowerCase = (what: string) =>
  text(`${what}: 1 to 31 lower-case letters, digits and hyphens`, /^[a-z][a-z0-9-]{0,30}$/);
const whole = (rule: string) => z.int(rule).check(z.positive(rule));
const optional = <T extends z.core.$ZodType>(schema: T) => z.optional(schema);

const release = text("a release, as in 'hello#7'", /^[a-z][a-z0-9-]{0,30}#[1-9][0-9]{0,8}$/);
const service = lowerCase('the name of a service');
const stage = lowerCase('the name of a stage');
const revision = text("a revision, as in 'hello-production:7'", /^[A-Za-z0-9_-]{1,255}:[1-9][0-9]{0,8}$/);
const REVISIONS = 'the revisions that run there now: 1 to 20';
const moment = whole('a moment: milliseconds since 1970');

const command = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('deploy'),
      service,
      sha: text('the 40 hex digits of a commit', /^[0-9a-f]{40}$/),
    }),
    z.strictObject({ kind: z.literal('approve'), release, stage }),
    z.strictObject({ kind: z.literal('reject'), release, stage }),
    z.strictObject({ kind: z.literal('cancel'), release }),
    z.strictObject({
      kind: z.literal('rollback'),
      service,
      stage,
      to: optional(whole('the number of a release')),
      despiteMigration: optional(z.boolean('true or false')),
    }),
    z.strictObject({ kind: z.literal('resume'), service, stage }),
    z.strictObject({
      kind: z.literal('adopt'),
      service,
      stage,
      revisions: z.array(revision, REVISIONS).check(z.minLength(1, REVISIONS), z.maxLength(20, REVISIONS)),
    }),
    z.strictObject({ kind: z.literal('fix-forward'), service, stage }),
    z.strictObject({
      kind: z.literal('freeze'),
      service: optional(service),
      stage: optional(stage),
      until: optional(moment),
    }),
    z.strictObject({ kind: z.literal('unfreeze'), service: optional(service), stage: optional(stage) }),
    z.strictObject({ kind: z.literal('emergency'), release }),
    z.strictObject({
      kind: z.literal('pardon'),
      service,
      sha: text('7 to 40 hex digits of a commit', /^[0-9a-f]{7,40}$/),
    }),
  ],
  'one of the commands that there are',
);

/** In the history `bakewatch` is Bakewatch itself. */
const NOT_A_PERSON = /^(?!bakewatch$)/i;

const identity = z.discriminatedUnion(
  'via',
  [
    z.strictObject({
      via: z.literal('cli'),
      id: words(LONGEST_NAME).check(z.regex(NOT_A_PERSON, 'the name of a person')),
    }),
    z.strictObject({
      via: z.literal('slack'),
      id: text('T01234567/U01234567', /^[TE][A-Z0-9]{2,20}\/[UW][A-Z0-9]{2,20}$/),
    }),
    z.strictObject({ via: z.literal('github'), id: words(LONGEST_NAME) }),
  ],
  'cli, slack or github',
);

const order = z.strictObject(
  {
    id: text('1 to 64 letters, digits and hyphens', /^[A-Za-z0-9-]{1,64}$/),
    by: identity,
    reason: words(LONGEST_REASON),
    command,
    card: optional(release),
    seen: optional(
      z.strictObject({
        digest: optional(text('a digest', /^sha256:[0-9a-f]{64}$/)),
        state: optional(text('a state', /^[A-Z_]{1,30}$/)),
        stage: optional(stage),
        holdSince: optional(moment),
        current: optional(whole('the number of a release')),
      }),
    ),
  },
  'an order: id, by, reason, command',
);

export type ParsedOrder = { order: Order } | { mistakes: string[] };

/** An order out of whatever somebody sent; or every mistake in it, each a sentence. */
export function parseOrder(input: unknown): ParsedOrder {
  const parsed = z.safeParse(order, input);
  if (parsed.success) return { order: parsed.data };
  return { mistakes: [...new Set(parsed.error.issues.map(sayIssue))] };
}

function sayIssue({ path, message, ...issue }: z.core.$ZodIssue): string {
  const where = path.filter((part) => part !== 'command').join('.') || 'the order';
  if (issue.code === 'unrecognized_keys') return `${where} has nothing of the name ${issue.keys.join(', ')}`;
  return `${where} must be ${message}`;
}
