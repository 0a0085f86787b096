import type { Json } from '../../json.ts';
import type { Bindings } from '../../language/expression.ts';
import { evaluationFault } from '../../language/failure.ts';
import { evaluateTemplate, type Template } from '../../language/template.ts';

export const describeTemplate = (template: Template, field: string): string =>
  template.kind === 'expression'
    ? `The JSONata expression '${template.expression.source}' specified for the field '${field}'`
    : `The field '${field}'`;

export const describeType = (expected: string, value: Json): string =>
  ` returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A whole number of at least `least`, or undefined when the field is absent. Throws States.QueryEvaluationError for anything else. */
export async function evaluateInteger(
  template: Template | undefined,
  field: string,
  bindings: Bindings,
  least: number,
): Promise<number | undefined> {
  const value = await evaluateNumber(template, field, bindings);
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= least) return value;
  throw evaluationFault(`The field '${field}' must be a whole number of at least ${least}, but was ${value}.`, field);
}

/** A number, or undefined when the field is absent. Throws States.QueryEvaluationError for anything else. */
export async function evaluateNumber(
  template: Template | undefined,
  field: string,
  bindings: Bindings,
): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await evaluateTemplate(template, bindings);
  if (typeof value === 'number') return value;
  throw evaluationFault(describeTemplate(template, field) + describeType('number', value), field);
}

/** A text, or undefined when the field is absent. Throws States.QueryEvaluationError for anything else. */
export async function evaluateText(
  template: Template | undefined,
  field: string,
  bindings: Bindings,
): Promise<string | undefined> {
  if (!template) return undefined;
  const value = await evaluateTemplate(template, bindings);
  if (typeof value === 'string') return value;
  throw evaluationFault(describeTemplate(template, field) + describeType('string', value), field);
}
