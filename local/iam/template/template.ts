/** A CloudFormation template, as far as it is read here. */
export interface Template {
  Parameters?: Record<string, { Default?: unknown }>;
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
}

/** A template that says something whose value is not known here: nothing of it may be guessed. */
export class TemplateMistake extends Error {
  override readonly name = 'TemplateMistake';
}
