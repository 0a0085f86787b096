import { scalar, seriesOver, type Value, valueAt } from './value.ts';

const OPERATORS: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};
const SPELLED: Record<string, string> = { AND: '&&', OR: '||' };

/** Two series combine only where both have data; a division by zero gives no datapoint. */
export function applyOperator(name: string, left: Value, right: Value): Value {
  const operator = OPERATORS[SPELLED[name] ?? name];
  if (!operator) throw new Error(`the operator ${name} is not known`);
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(operator(left.value, right.value));
  const times = left.kind === 'series' ? left.points.keys() : right.kind === 'series' ? right.points.keys() : [];
  return seriesOver(times, (time) => {
    const a = valueAt(left, time);
    const b = valueAt(right, time);
    return a === undefined || b === undefined ? undefined : operator(a, b);
  });
}
