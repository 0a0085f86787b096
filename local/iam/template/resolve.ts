import { ACCOUNT, REGION } from '#local/account.ts';
import { physicalOf } from './physical.ts';
import { type Template, TemplateMistake } from './template.ts';

/** Gives the value that CloudFormation would give. Throws TemplateMistake for what it cannot know. */
export type Resolve = (value: unknown) => unknown;

/** What the templates of other stacks export, by name: still unresolved, each with its own stack's resolver. */
export type Exports = Map<string, () => unknown>;

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'stack',
};

/** A resolver of the intrinsic functions in one template. */
export function resolverOf(template: Template, exported: Exports): Resolve {
  const text = (value: unknown): string => {
    const resolved = resolve(value);
    if (typeof resolved === 'string') return resolved;
    throw new TemplateMistake(`${JSON.stringify(value)} should be a text and is ${JSON.stringify(resolved)}.`);
  };
  const list = (value: unknown): unknown[] => {
    const resolved = resolve(value);
    if (Array.isArray(resolved)) return resolved;
    throw new TemplateMistake(`${JSON.stringify(value)} should be a list.`);
  };

  const ref = (name: string): unknown => {
    if (Object.hasOwn(PSEUDO, name)) return PSEUDO[name];
    const parameter = template.Parameters?.[name];
    if (parameter?.Default !== undefined) return parameter.Default;
    return physical(name).ref;
  };
  const attribute = (name: string, of: string): string => {
    const value = physical(name).attributes[of];
    if (value === undefined) throw new TemplateMistake(`What ${name}.${of} is, is not known here.`);
    return value;
  };
  const physical = (name: string) => {
    const resource = template.Resources[name];
    if (!resource) throw new TemplateMistake(`There is no resource or parameter with a value called ${name}.`);
    return physicalOf(name, resource, text);
  };
  const substitute = (pattern: string, variables: Record<string, unknown>): string =>
    pattern.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(variables, name)) return text(variables[name]);
      const [resource = '', ...path] = name.split('.');
      return path.length > 0 ? attribute(resource, path.join('.')) : text({ Ref: name });
    });

  const FUNCTIONS: Record<string, (argument: unknown) => unknown> = {
    Ref: (name) => ref(String(name)),
    'Fn::GetAtt': (argument) => {
      const [name = '', ...path] = typeof argument === 'string' ? argument.split('.') : list(argument).map(text);
      return attribute(name, path.join('.'));
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = argument as [string, unknown];
      return list(parts).map(text).join(separator);
    },
    'Fn::Split': (argument) => {
      const [separator, value] = argument as [string, unknown];
      return text(value).split(separator);
    },
    'Fn::Select': (argument) => {
      const [index, values] = argument as [unknown, unknown];
      const chosen = list(values)[Number(index)];
      if (chosen === undefined) throw new TemplateMistake(`${JSON.stringify(argument)} selects nothing.`);
      return chosen;
    },
    'Fn::Sub': (argument) => {
      const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
      return substitute(String(pattern), variables as Record<string, unknown>);
    },
    'Fn::ImportValue': (argument) => {
      const value = exported.get(text(argument));
      if (!value) throw new TemplateMistake(`No stack exports ${text(argument)}.`);
      return value();
    },
  };

  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [only = '', ...others] = Object.keys(value);
    const isIntrinsic = others.length === 0 && (only === 'Ref' || only.startsWith('Fn::'));
    if (!isIntrinsic) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
    const run = FUNCTIONS[only];
    if (!run) throw new TemplateMistake(`${only} is not understood here: ${JSON.stringify(value)}.`);
    return run((value as Record<string, unknown>)[only]);
  };
  return resolve;
}
