import { isObject, type Json } from '../json.ts';
import { type Bindings, compileExpression, type Expression, evaluateExpression, expressionIn } from './expression.ts';
import type { Sources } from './extra-functions.ts';

/** A JSON value with expressions somewhere inside. What holds none stays as it is and costs nothing to evaluate. */
export type Template =
  | { kind: 'constant'; value: Json }
  | { kind: 'expression'; expression: Expression; field: string }
  | { kind: 'list'; items: Template[] }
  | { kind: 'object'; members: [string, Template][] };

/** Collects what is wrong with a definition, so that all mistakes are reported at once. */
export type Complain = (location: string, message: string) => void;

/**
 * Compiles a payload template. `field` names it in error messages (`Output`, `Choices[0]/Condition`).
 * Expressions that cannot be compiled are complained about and leave a constant behind.
 */
export function compileTemplate(value: Json, field: string, sources: Sources, complain: Complain): Template {
  if (typeof value === 'string') return compileText(value, field, sources, complain);
  if (Array.isArray(value)) {
    const items = value.map((item, i) => compileTemplate(item, `${field}[${i}]`, sources, complain));
    return items.every(isConstant) ? { kind: 'constant', value } : { kind: 'list', items };
  }
  if (!isObject(value)) return { kind: 'constant', value };
  const members = Object.entries(value).map(([key, item]): [string, Template] => [
    key,
    compileTemplate(item, `${field}/${key}`, sources, complain),
  ]);
  return members.every(([, member]) => isConstant(member)) ? { kind: 'constant', value } : { kind: 'object', members };
}

const isConstant = (template: Template): boolean => template.kind === 'constant';

function compileText(text: string, field: string, sources: Sources, complain: Complain): Template {
  const source = expressionIn(text);
  if (source === undefined) return { kind: 'constant', value: text };
  try {
    return { kind: 'expression', expression: compileExpression(source, sources), field };
  } catch (error) {
    complain(field, (error as Error).message);
    return { kind: 'constant', value: text };
  }
}

/** The value of a template. Throws `StateFault` (States.QueryEvaluationError) for the first expression that fails. */
export async function evaluateTemplate(template: Template, bindings: Bindings): Promise<Json> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, bindings, template.field);
    case 'list': {
      const items: Json[] = [];
      for (const item of template.items) items.push(await evaluateTemplate(item, bindings));
      return items;
    }
    case 'object': {
      const object: { [key: string]: Json } = {};
      for (const [key, member] of template.members) object[key] = await evaluateTemplate(member, bindings);
      return object;
    }
  }
}
