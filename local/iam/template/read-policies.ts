import type { PolicyDocument } from '../policy/parse-policy.ts';
import { placeResources } from './placed.ts';
import type { Template } from './template.ts';

/** Every policy of every role in the templates, used by a function or not, by where it stands. Throws TemplateMistake. */
export function readPolicies(templates: Template[]): Record<string, PolicyDocument> {
  const documents = placeResources(templates).flatMap(({ id, type, property, list }): [string, unknown][] => {
    if (type === 'AWS::IAM::Role') {
      const inline = list('Policies') as { PolicyName: string; PolicyDocument: unknown }[];
      return inline.map(({ PolicyName, PolicyDocument }) => [`${id}.${PolicyName}`, PolicyDocument]);
    }
    return POLICIES.includes(type) ? [[id, property('PolicyDocument')]] : [];
  });
  return Object.fromEntries(documents) as Record<string, PolicyDocument>;
}

const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];
