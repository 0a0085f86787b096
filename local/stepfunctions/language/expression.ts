import jsonata from 'jsonata';
import type { Json } from '../json.ts';
import { registerExtraFunctions, type Sources } from './extra-functions.ts';
import { evaluationFault } from './failure.ts';
import { refuseRoot } from './refuse-root.ts';

/** What an expression sees: the variables by name, and `$states`. */
export type Bindings = Record<string, unknown>;

export interface Expression {
  source: string;
  compiled: jsonata.Expression;
}

/** The JSONata between `{%` and `%}`, or undefined for a plain string. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

/** Compiles one expression. Throws an Error with a human sentence for a syntax error or for something Step Functions forbids. */
export function compileExpression(source: string, sources: Sources): Expression {
  const compiled = parse(source);
  const refused = refuseRoot(compiled.ast());
  if (refused) throw new Error(`The JSONata expression '${source}' is refused: ${refused}`);
  registerExtraFunctions(compiled, sources);
  return { source, compiled };
}

function parse(source: string): jsonata.Expression {
  try {
    return jsonata(source);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`The JSONata expression '${source}' cannot be parsed: ${message}`, { cause });
  }
}

/**
 * The value of an expression as plain JSON. Throws States.QueryEvaluationError, in AWS's words, when it throws, when it gives
 * nothing (undefined), and when it gives something that is not JSON. `field` is where it stands: `Output/total`.
 */
export async function evaluateExpression(expression: Expression, bindings: Bindings, field: string): Promise<Json> {
  const about = `The JSONata expression '${expression.source}' specified for the field '${field}'`;
  let value: unknown;
  try {
    value = await expression.compiled.evaluate(undefined, bindings);
  } catch (cause) {
    throw evaluationFault(`${about} threw an error during evaluation. ${describe(cause)}`, field);
  }
  if (value === undefined) throw evaluationFault(`${about} returned nothing (undefined).`, field);
  if (typeof value === 'function') throw evaluationFault(`${about} returned an unsupported result type.`, field);
  return typeof value === 'object' && value !== null ? plain(value, about, field) : (value as Json);
}

function describe(thrown: unknown): string {
  const { code, message } = thrown as { code?: string; message?: string };
  return code ? `${code}: ${message}` : String(message);
}

/** Arrays made by JSONata carry hidden flags that would change how a later expression treats them: a clone has none. */
function plain(value: object, about: string, field: string): Json {
  if ('_jsonata_function' in value || '_jsonata_lambda' in value) {
    throw evaluationFault(`${about} returned an unsupported result type.`, field);
  }
  return JSON.parse(JSON.stringify(value));
}
