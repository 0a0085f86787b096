import * as z from 'zod/mini';
import { parseReleaseId } from '#core/release/release.ts';
import { cut } from '#core/words/say-time.ts';

/** What a widget shows. */
export type Asked =
  | { show: 'overview'; service?: string | undefined }
  | { show: 'history'; service?: string | undefined; last: number }
  | { show: 'release'; service: string; number: number }
  | { show: 'delivery'; service?: string | undefined; days?: number | undefined };

/** `strange`: sentences about parameters that mean nothing here; what is asked is clear without them. */
export type Parsed = { asked: Asked; strange: string[] } | { mistakes: string[] };

/** How many releases a history shows, and the most that it does. */
const LAST = 20;
export const MOST_RELEASES = 100;
const MOST_DAYS = 366;

/** A whole number; inputs and some editors of dashboards make text of it. */
const wholeNumber = (most: number, error: string) => {
  const range = z.int(error).check(z.minimum(1, error), z.maximum(most, error));
  const spelled = z.pipe(z.string().check(z.regex(/^[0-9]{1,6}$/)), z.transform(Number));
  return z.optional(z.pipe(z.union([z.number(), spelled], error), range));
};

const service = z.optional(
  z
    .string('service is the name of a service, as in bakewatch.yaml.')
    .check(
      z.regex(
        /^[a-z][a-z0-9-]{0,30}$/,
        'service is the name of a service, as in bakewatch.yaml: small letters, digits, hyphens.',
      ),
    ),
);

const parameters = z.object({
  show: z._default(
    z.enum(['overview', 'history', 'release', 'delivery'], 'show is overview, history, release or delivery.'),
    'overview',
  ),
  service,
  release: z.optional(z.string('release names a release: hello#142.')),
  last: wholeNumber(MOST_RELEASES, `last is a whole number from 1 to ${MOST_RELEASES}.`),
  days: wholeNumber(MOST_DAYS, `days is a whole number from 1 to ${MOST_DAYS}.`),
});

type Parameters = z.infer<typeof parameters>;

const KNOWN = Object.keys(parameters.shape);
/** What CloudWatch adds to the parameters. */
const ADDED = ['widgetContext', 'describe'];

/**
 * Parses the parameters of a widget, which whoever edits the dashboard has written; empty ones count as absent. All mistakes are
 * said at once. One parameter too many is not a mistake, because CloudWatch may add more some day.
 */
export function parseAsked(event: unknown): Parsed {
  const given = Object.entries(typeof event === 'object' && event !== null ? event : {}).filter(
    ([, value]) => value !== '' && value !== null,
  );
  const parsed = parameters.safeParse(Object.fromEntries(given));
  if (!parsed.success) return { mistakes: [...new Set(parsed.error.issues.map(({ message }) => message))] };
  const asked = askedIn(parsed.data);
  if (!asked) return { mistakes: ['A widget that shows a release must name it: release: hello#142.'] };
  return { asked, strange: given.flatMap(([name]) => sayStrange(name)) };
}

function askedIn({ show, service, release, last = LAST, days }: Parameters): Asked | undefined {
  switch (show) {
    case 'overview':
      return { show, service };
    case 'history':
      return { show, service, last };
    case 'delivery':
      return { show, service, days };
    case 'release': {
      const named = parseReleaseId(release ?? '');
      return named && { show, ...named };
    }
    default:
      return show satisfies never;
  }
}

const sayStrange = (name: string): string[] =>
  KNOWN.includes(name) || ADDED.includes(name)
    ? []
    : [`A widget has no parameter ${cut(name, 40)}: there are ${KNOWN.join(', ')}.`];
