import { describe, expect, it } from 'vitest';
import { evaluateAlarmRule } from '#local/cloudwatch/composite/evaluate-alarm-rule.ts';
import { alarmsOf, parseAlarmRule } from '#local/cloudwatch/composite/parse-alarm-rule.ts';

const states = { red: 'ALARM', green: 'OK', new: 'INSUFFICIENT_DATA', 'with space': 'ALARM' } as const;
const stateOf = (name: string) => states[name as keyof typeof states];

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM(red)', true],
    ['ALARM("red")', true],
    ['ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:red)', true],
    ['ALARM("with space")', true],
    ['ALARM(green)', false],
    ['OK(green)', true],
    ['INSUFFICIENT_DATA(new)', true],
    ['ALARM(gone)', false],
    ['NOT ALARM(green)', true],
    ['NOT (ALARM(red) AND OK(green))', false],
    ['ALARM(green) OR ALARM(red)', true],
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['(ALARM(red) OR ALARM(green)) AND NOT INSUFFICIENT_DATA(green)', true],
  ])('%s is %s', (text, holds) => expect(evaluateAlarmRule(parseAlarmRule(text), stateOf)).toBe(holds));

  it.each(['', 'ALARM(', 'ALARM()', 'ALARM(red) AND', 'ALARM(red) ALARM(green)', 'alarm(red)', '(TRUE', 'ALARM(red))'])(
    'is refused when it reads "%s"',
    (text) => expect(() => parseAlarmRule(text)).toThrow(),
  );

  it('names each of its children once', () => {
    expect(alarmsOf(parseAlarmRule('ALARM(a) AND (OK(b) OR NOT ALARM(a))'))).toEqual(['a', 'b']);
  });
});
