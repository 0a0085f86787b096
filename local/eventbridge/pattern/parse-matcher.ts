import { BlockList, isIP } from 'node:net';
import type { Matcher } from './event-pattern.ts';
import { parseWildcard } from './parse-wildcard.ts';

type MatcherParser = (argument: unknown) => Matcher;

/** The comparison operators of event patterns. */
const MATCHERS: Record<string, MatcherParser> = {
  prefix: (argument) => textMatcher('prefix', argument, (value, text) => value.startsWith(text)),
  suffix: (argument) => textMatcher('suffix', argument, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (argument) =>
    ignoringCase(textOf('equals-ignore-case', argument), (value, text) => value === text),
  wildcard: (argument) => onText(parseWildcard(textOf('wildcard', argument))),
  'anything-but': parseAnythingBut,
  exists: parseExists,
  numeric: parseNumeric,
  cidr: parseCidr,
};

/** One element of a pattern's array: a literal, or an object with one operator. Throws an Error that says what is wrong. */
export function parseMatcher(element: unknown): Matcher {
  if (typeof element !== 'object' || element === null) return (value) => value === element;
  const entries = Object.entries(element);
  const [operator = '', argument] = entries[0] ?? [];
  if (entries.length !== 1 || Array.isArray(element)) throw new Error('Only one key allowed in match expression');
  const parser = Object.hasOwn(MATCHERS, operator) ? MATCHERS[operator] : undefined;
  if (!parser) throw new Error(`Unrecognized match type ${operator}`);
  return parser(argument);
}

function textMatcher(operator: string, argument: unknown, test: (value: string, text: string) => boolean): Matcher {
  const insensitive = (argument as { 'equals-ignore-case'?: unknown } | null)?.['equals-ignore-case'];
  if (insensitive !== undefined) return ignoringCase(textOf(operator, insensitive), test);
  const text = textOf(operator, argument);
  return onText((value) => test(value, text));
}

function ignoringCase(text: string, test: (value: string, text: string) => boolean): Matcher {
  const lower = text.toLowerCase();
  return onText((value) => test(value.toLowerCase(), lower));
}

const onText =
  (test: (value: string) => boolean): Matcher =>
  (value) =>
    typeof value === 'string' && test(value);

function textOf(operator: string, argument: unknown): string {
  if (typeof argument !== 'string') throw new Error(`${operator} match pattern must be a string`);
  return argument;
}

/** `{"anything-but": "a" | 1 | ["a", "b"] | {"prefix": "a" | ["a", "b"]}}`: the field must be there, with another value. */
function parseAnythingBut(argument: unknown): Matcher {
  const refused = refusedBy(argument);
  return (value) => value !== undefined && !refused.some((matches) => matches(value));
}

function refusedBy(argument: unknown): Matcher[] {
  if (Array.isArray(argument)) return literals(argument);
  if (typeof argument !== 'object' || argument === null) return literals([argument]);
  const [operator = '', inner] = Object.entries(argument)[0] ?? [];
  const allowed = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
  if (Object.keys(argument).length !== 1 || !allowed.includes(operator)) {
    throw new Error(`Unsupported anything-but pattern: ${operator}`);
  }
  return [inner].flat().map((one) => parseMatcher({ [operator]: one }));
}

function literals(values: unknown[]): Matcher[] {
  const allowed = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value) || value === null);
  if (values.length === 0 || !allowed) throw new Error('Inside anything but list, only literals are allowed');
  return values.map(parseMatcher);
}

function parseExists(argument: unknown): Matcher {
  if (typeof argument !== 'boolean') throw new Error('exists match pattern must be either true or false');
  return (value) => (value !== undefined) === argument;
}

const COMPARISONS: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `{"numeric": [">", 0, "<=", 5]}`: one or two comparisons, all of which must hold. */
function parseNumeric(argument: unknown): Matcher {
  if (!Array.isArray(argument) || ![2, 4].includes(argument.length)) {
    throw new Error('Value of numeric must be an array of one or two comparisons');
  }
  const tests = [0, 2].slice(0, argument.length / 2).map((at) => {
    const compare = COMPARISONS[String(argument[at])];
    const limit: unknown = argument[at + 1];
    if (!compare) throw new Error(`Unrecognized numeric range operator: ${argument[at]}`);
    if (typeof limit !== 'number') throw new Error('Value of numeric must be numeric');
    return (value: number) => compare(value, limit);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function parseCidr(argument: unknown): Matcher {
  const [, network = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(textOf('cidr', argument)) ?? [];
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || Number(bits) > (family === 'ipv6' ? 128 : 32))
    throw new Error('Malformed CIDR, one "/" and an IP expected');
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return onText((value) => isIP(value) !== 0 && block.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'));
}
