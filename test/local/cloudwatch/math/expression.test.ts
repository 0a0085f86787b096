import { describe, expect, it } from 'vitest';
import { evaluateExpression } from '#local/cloudwatch/math/evaluate-expression.ts';
import { parseExpression } from '#local/cloudwatch/math/parse-expression.ts';
import { scalar, series, type Value } from '#local/cloudwatch/math/value.ts';

const window = { start: 0, end: 180_000, periodMs: 60_000 };
const inputs: Record<string, Value> = {
  errors: series(
    new Map([
      [0, 5],
      [120_000, 0],
    ]),
  ),
  requests: series(
    new Map([
      [0, 100],
      [60_000, 40],
      [120_000, 0],
    ]),
  ),
};
const evaluate = (text: string) => evaluateExpression(parseExpression(text), (id) => inputs[id] ?? scalar(0), window);
const points = (text: string) => {
  const value = evaluate(text);
  return value.kind === 'series' ? Object.fromEntries([...value.points].map(([time, v]) => [time / 60_000, v])) : value;
};

describe('metric math', () => {
  it.each([
    ['errors / requests', { 0: 0.05 }],
    ['100 * errors / requests', { 0: 5 }],
    ['errors + requests', { 0: 105, 2: 0 }],
    ['FILL(errors, 0) + requests', { 0: 105, 1: 40, 2: 0 }],
    ['FILL(errors, 7)', { 0: 5, 1: 7, 2: 0 }],
    ['IF(requests > 50, errors, 1)', { 0: 5, 1: 1, 2: 1 }],
    ['IF(requests > 50, errors)', { 0: 5 }],
    ['SUM([errors, requests])', { 0: 105, 1: 40, 2: 0 }],
    ['MAX([errors, requests])', { 0: 100, 1: 40, 2: 0 }],
    ['requests / PERIOD(requests)', { 0: 100 / 60, 1: 40 / 60, 2: 0 }],
    ['-requests', { 0: -100, 1: -40, 2: 0 }],
    ['requests - SUM(errors)', { 0: 95, 1: 35, 2: -5 }],
  ])('%s', (text, expected) => expect(points(text)).toEqual(expected));

  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['1 < 2 AND 2 < 1', 0],
    ['2 ^ 3 == 8 || 0', 1],
  ])('%s is the number %s', (text, value) => expect(evaluate(text)).toEqual({ kind: 'scalar', value }));

  it.each(['errors /', 'errors requests', 'SUM(errors', '(1', 'errors $ 2', 'SUM errors'])('refuses "%s"', (text) => {
    expect(() => parseExpression(text)).toThrow();
  });

  it('refuses a function it does not have, by name', () => {
    expect(() => evaluate('ANOMALY_DETECTION_BAND(errors, 2)')).toThrow('ANOMALY_DETECTION_BAND');
  });
});
