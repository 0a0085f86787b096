import type { StateValue } from '../alarms/alarm-record.ts';

/** An AlarmRule as a tree (PutCompositeAlarm, "AlarmRule"). */
export type RuleExpression =
  | { kind: 'constant'; value: boolean }
  | { kind: 'state'; state: StateValue; alarm: string }
  | { kind: 'not'; of: RuleExpression }
  | { kind: 'and' | 'or'; left: RuleExpression; right: RuleExpression };

const TOKEN = /\s*(\(|\)|"[^"]*"|[^\s()"]+)/y;

/** A state function takes an alarm's name, possibly quoted, or its ARN. Throws an Error that says what is wrong. */
export function parseAlarmRule(text: string): RuleExpression {
  const tokens = tokenize(text);
  const rule = parseOr(tokens);
  if (tokens.length > 0) throw new Error(`"${tokens[0]}" is unexpected`);
  return rule;
}

/** The names of the alarms a rule reads, each once. */
export function alarmsOf(rule: RuleExpression): string[] {
  if (rule.kind === 'constant') return [];
  if (rule.kind === 'state') return [rule.alarm];
  if (rule.kind === 'not') return alarmsOf(rule.of);
  return [...new Set([...alarmsOf(rule.left), ...alarmsOf(rule.right)])];
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    tokens.push(match[1] ?? '');
    end = TOKEN.lastIndex;
  }
  if (text.slice(end).trim()) throw new Error(`"${text.slice(end).trim()}" is not understood`);
  return tokens;
}

function parseOr(tokens: string[]): RuleExpression {
  let left = parseAnd(tokens);
  while (tokens[0] === 'OR') {
    tokens.shift();
    left = { kind: 'or', left, right: parseAnd(tokens) };
  }
  return left;
}

function parseAnd(tokens: string[]): RuleExpression {
  let left = parseNot(tokens);
  while (tokens[0] === 'AND') {
    tokens.shift();
    left = { kind: 'and', left, right: parseNot(tokens) };
  }
  return left;
}

function parseNot(tokens: string[]): RuleExpression {
  const token = tokens.shift();
  if (token === 'NOT') return { kind: 'not', of: parseNot(tokens) };
  if (token === 'TRUE' || token === 'FALSE') return { kind: 'constant', value: token === 'TRUE' };
  if (token === '(') {
    const inner = parseOr(tokens);
    expect(tokens, ')');
    return inner;
  }
  if (token === 'ALARM' || token === 'OK' || token === 'INSUFFICIENT_DATA') return parseState(token, tokens);
  throw new Error(token === undefined ? 'it ends too early' : `"${token}" is unexpected`);
}

function parseState(state: StateValue, tokens: string[]): RuleExpression {
  expect(tokens, '(');
  const words: string[] = [];
  while (tokens.length > 0 && tokens[0] !== ')') words.push(tokens.shift() ?? '');
  expect(tokens, ')');
  const alarm = nameOf(words.join(' '));
  if (!alarm) throw new Error(`${state}() names no alarm`);
  return { kind: 'state', state, alarm };
}

const nameOf = (text: string): string =>
  text.replace(/^"(.*)"$/, '$1').replace(/^arn:aws:cloudwatch:[^:]*:[^:]*:alarm:/, '');

function expect(tokens: string[], wanted: string): void {
  const token = tokens.shift();
  if (token !== wanted)
    throw new Error(`"${wanted}" expected instead of ${token === undefined ? 'the end' : `"${token}"`}`);
}
