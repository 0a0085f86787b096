import { type Exports, type Resolve, resolverOf } from './resolve.ts';
import type { Template } from './template.ts';

/** A resource of one of an app's stacks, with its properties resolved when they are asked for. */
export interface Placed {
  id: string;
  type: string;
  /** Undefined when it is not there. Throws TemplateMistake. */
  property(name: string): unknown;
  list(name: string): unknown[];
  ref(): string;
  arn(): string;
}

/** Every resource of the templates of one app; what one stack exports, the others import. */
export function placeResources(templates: Template[]): Placed[] {
  const exported: Exports = new Map();
  const stacks = templates.map((template) => ({ template, resolve: resolverOf(template, exported) }));
  for (const { template, resolve } of stacks)
    for (const { Value, Export } of Object.values(template.Outputs ?? {}))
      if (Export) exported.set(String(resolve(Export.Name)), () => resolve(Value));
  return stacks.flatMap(({ template, resolve }) =>
    Object.entries(template.Resources).map(([id, { Type, Properties = {} }]) => place(id, Type, Properties, resolve)),
  );
}

function place(id: string, type: string, properties: Record<string, unknown>, resolve: Resolve): Placed {
  const property = (name: string): unknown => resolve(properties[name]);
  return {
    id,
    type,
    property,
    list: (name) => (property(name) ?? []) as unknown[],
    ref: () => String(resolve({ Ref: id })),
    arn: () => String(resolve({ 'Fn::GetAtt': [id, 'Arn'] })),
  };
}
