import type { Window } from '../metrics/read-series.ts';
import { callFunction } from './functions.ts';
import { applyOperator } from './operators.ts';
import type { Expression } from './parse-expression.ts';
import { scalar, type Value } from './value.ts';

/** The value of `expression`, where `lookup` gives the other queries by id. Throws an Error that says what does not fit. */
export function evaluateExpression(expression: Expression, lookup: (id: string) => Value, window: Window): Value {
  const evaluate = (inner: Expression): Value => evaluateExpression(inner, lookup, window);
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'id':
      return lookup(expression.id);
    case 'list':
      return { kind: 'list', items: expression.items.map(evaluate) };
    case 'call':
      return callFunction(expression.name, expression.args.map(evaluate), window);
    case 'binary':
      return applyOperator(expression.operator, evaluate(expression.left), evaluate(expression.right));
  }
}
