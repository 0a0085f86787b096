import type { IamRequest } from '../iam-request.ts';
import { PolicyMistake } from './policy-mistake.ts';
import { arnWildcard, wildcard } from './wildcard.ts';

export type Condition = (context: IamRequest['context']) => boolean;

interface Operator {
  /** Whether a value of the request is one of those that the policy names. */
  test(expected: string): (actual: string) => boolean;
  /** Holds when the value is none of them; then it also holds when the request has no such key. */
  isNegated: boolean;
}

const equals = (expected: string) => (actual: string) => actual === expected;
const equalsIgnoringCase = (expected: string) => (actual: string) => actual.toLowerCase() === expected.toLowerCase();
const like = (expected: string) => wildcard(expected);

const is = (test: Operator['test']): Operator => ({ test, isNegated: false });
const isNot = (test: Operator['test']): Operator => ({ test, isNegated: true });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Record<string, Operator> = {
  StringEquals: is(equals),
  StringNotEquals: isNot(equals),
  StringEqualsIgnoreCase: is(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: isNot(equalsIgnoringCase),
  StringLike: is(like),
  StringNotLike: isNot(like),
  ArnEquals: is(arnWildcard),
  ArnLike: is(arnWildcard),
  ArnNotEquals: isNot(arnWildcard),
  ArnNotLike: isNot(arnWildcard),
  Bool: is(equalsIgnoringCase),
};

const QUALIFIED = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** One line of a Condition block: an operator, a key and the values that it names. Throws PolicyMistake for what is not known here. */
export function parseCondition(operatorText: string, key: string, expected: string[]): Condition {
  const [, quantifier, name = '', ifExists] = QUALIFIED.exec(operatorText) ?? [];
  const read = readerOf(key);
  if (name === 'Null') return parseNull(operatorText, quantifier ?? ifExists, expected, read);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator)
    throw new PolicyMistake(
      `The condition operator ${operatorText} is not known here; these are: ${Object.keys(OPERATORS).join(', ')}, Null.`,
    );
  const tests = expected.map(operator.test);
  const holds = (actual: string): boolean => tests.some((test) => test(actual)) !== operator.isNegated;
  return (context) => {
    const actual = read(context);
    if (actual === undefined) return ifExists !== undefined || withoutKey(quantifier, operator);
    if (quantifier === 'ForAllValues') return actual.every(holds);
    if (quantifier === 'ForAnyValue') return actual.some(holds);
    return holds(single(actual, operatorText, key));
  };
}

/** What holds of a request that has no such key: of none of its values there is anything to say against. */
const withoutKey = (quantifier: string | undefined, { isNegated }: Operator): boolean =>
  quantifier === undefined ? isNegated : quantifier === 'ForAllValues';

/** Whether the key is absent: `true` demands that it is. */
function parseNull(
  text: string,
  decoration: string | undefined,
  expected: string[],
  read: ReturnType<typeof readerOf>,
): Condition {
  const [wanted, ...others] = expected;
  if (decoration || others.length > 0 || !(wanted === 'true' || wanted === 'false'))
    throw new PolicyMistake(
      `The condition ${text} takes one value, true or false, and nothing before or after its name.`,
    );
  return (context) => (read(context) === undefined) === (wanted === 'true');
}

/** The values of a key in a request; keys are the same whatever their case. */
function readerOf(key: string): (context: IamRequest['context']) => string[] | undefined {
  const wanted = key.toLowerCase();
  return (context) => {
    const value = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
    return typeof value === 'string' ? [value] : value;
  };
}

function single(actual: string[], operator: string, key: string): string {
  const [value, ...others] = actual;
  if (value !== undefined && others.length === 0) return value;
  throw new PolicyMistake(
    `${key} has ${actual.length} values: ${operator} needs ForAllValues: or ForAnyValue: before it.`,
  );
}
