import { invalidParameter } from './lambda-error.ts';

/** Lambda's filter rules for event source mappings (Lambda guide, control which events Lambda sends to your function). */
type Rule = (value: unknown) => boolean;
export type EventFilter = (event: unknown) => boolean;

/** A filter that lets an event pass when any of the patterns (JSON text) matches. Throws InvalidParameterValueException. */
export function eventFilter(patterns: string[]): EventFilter {
  const filters = patterns.map((pattern) => objectFilter(parse(pattern)));
  return (event) => filters.length === 0 || filters.some((matches) => matches(event));
}

function parse(pattern: string): object {
  try {
    const parsed: unknown = JSON.parse(pattern);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Refused below, like every other text that is no JSON object.
  }
  throw invalidParameter(`Invalid filter pattern: ${pattern}`);
}

function objectFilter(pattern: object): EventFilter {
  const members = Object.entries(pattern).map(([key, rule]): EventFilter => {
    if (key === '$or') return anyOf((rule as object[]).map(objectFilter));
    if (Array.isArray(rule)) {
      const matches = valueRule(rule);
      return (event) => matches(memberOf(event, key));
    }
    if (typeof rule !== 'object' || rule === null) {
      throw invalidParameter(`Invalid filter pattern: "${key}" must be an object or an array`);
    }
    const inner = objectFilter(rule);
    return (event) => inner(memberOf(event, key));
  });
  return (event) => members.every((matches) => matches(event));
}

const anyOf =
  (filters: EventFilter[]): EventFilter =>
  (event) =>
    filters.some((matches) => matches(event));

const memberOf = (event: unknown, key: string): unknown =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, key)
    ? (event as Record<string, unknown>)[key]
    : undefined;

function valueRule(alternatives: unknown[]): Rule {
  const rules = alternatives.map(alternative);
  return (value) => rules.some((matches) => matches(value));
}

function alternative(rule: unknown): Rule {
  if (typeof rule !== 'object' || rule === null) return (value) => value === rule;
  const [name = '', operand] = Object.entries(rule)[0] ?? [];
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator || Object.keys(rule).length !== 1) {
    throw invalidParameter(`Invalid filter pattern: the rule ${JSON.stringify(rule)} is not supported here`);
  }
  return operator(operand);
}

const text =
  (test: (value: string, operand: string) => boolean) =>
  (operand: unknown): Rule =>
  (value) =>
    typeof value === 'string' && test(value, String(operand));

const OPERATORS: Record<string, (operand: unknown) => Rule> = {
  prefix: text((value, operand) => value.startsWith(operand)),
  suffix: text((value, operand) => value.endsWith(operand)),
  'equals-ignore-case': text((value, operand) => value.toLowerCase() === operand.toLowerCase()),
  exists: (operand) => (value) => (value !== undefined) === operand,
  'anything-but': (operand) => {
    const refused = valueRule(Array.isArray(operand) ? operand : [operand]);
    return (value) => value !== undefined && !refused(value);
  },
  numeric: (operand) => {
    const [operator, bound, ...more] = operand as [string, number, ...(string | number)[]];
    const rest = more.length > 0 ? OPERATORS['numeric']?.(more) : undefined;
    return (value) => typeof value === 'number' && compare(value, operator, bound) && (rest?.(value) ?? true);
  },
};

function compare(value: number, operator: string, bound: number): boolean {
  if (operator === '=') return value === bound;
  if (operator === '<') return value < bound;
  if (operator === '<=') return value <= bound;
  if (operator === '>') return value > bound;
  return operator === '>=' && value >= bound;
}
