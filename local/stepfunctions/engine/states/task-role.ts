import { isObject } from '../../json.ts';
import type { Bindings } from '../../language/expression.ts';
import { ERRORS, StateFault } from '../../language/failure.ts';
import { evaluateTemplate, type Template } from '../../language/template.ts';

/** `Credentials: {RoleArn}` of a task. Throws StateFault when it comes to anything but the ARN of a role. */
export async function evaluateRole(template: Template | undefined, bindings: Bindings): Promise<string | undefined> {
  if (!template) return undefined;
  const credentials = await evaluateTemplate(template, bindings);
  const { RoleArn: roleArn } = isObject(credentials) ? credentials : {};
  if (typeof roleArn === 'string' && roleArn.startsWith('arn:')) return roleArn;
  throw new StateFault(
    ERRORS.queryEvaluation,
    'The field Credentials must be an object whose RoleArn is the ARN of a role.',
  );
}
