import type { Role, Roles } from '../create-authorizer.ts';
import type { PolicyDocument } from '../policy/parse-policy.ts';
import { type Placed, placeResources } from './placed.ts';
import { type Template, TemplateMistake } from './template.ts';

export interface ReadRoles {
  roles: Roles;
  /** Policies of AWS's own that these roles have: what is in them is not known here, and is not granted. */
  managedByAws: { role: string; arn: string }[];
}

/** The roles of all functions and state machines in the templates of one app, by the physical names of these. Throws TemplateMistake. */
export function readRoles(templates: Template[]): ReadRoles {
  const placed = placeResources(templates);
  const roles = new Map(ofType(placed, 'AWS::IAM::Role').map((role) => [role.arn(), readRole(role, placed)]));
  const rolesOf = (type: string, name: string, role: string): Record<string, ReadRole> =>
    Object.fromEntries(
      ofType(placed, type).map(({ id, property }) => {
        const found = roles.get(String(property(role)));
        if (!found) throw new TemplateMistake(`${id} works under ${property(role)}, which is not in the templates.`);
        return [String(property(name) ?? id), found];
      }),
    );
  const functions = rolesOf('AWS::Lambda::Function', 'FunctionName', 'Role');
  const stateMachines = rolesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'RoleArn');
  const assumed = Object.fromEntries(
    ofType(placed, 'AWS::IAM::Role')
      .filter(isForAccounts)
      .map((role) => [role.ref(), readRole(role, placed)]),
  );
  const all = [functions, stateMachines, assumed].flatMap(Object.values<ReadRole>);
  return {
    roles: { functions, stateMachines, assumed },
    managedByAws: all.flatMap(({ name, managedByAws }) => managedByAws.map((arn) => ({ role: name, arn }))),
  };
}

interface ReadRole extends Role {
  managedByAws: string[];
}

const ofType = (placed: Placed[], type: string): Placed[] => placed.filter((resource) => resource.type === type);

/** Assumed by principals of an account, not by a service of AWS. */
function isForAccounts(role: Placed): boolean {
  const { Statement = [] } = (role.property('AssumeRolePolicyDocument') ?? {}) as {
    Statement?: { Principal?: { AWS?: unknown } }[];
  };
  return Statement.some(({ Principal }) => Principal?.AWS !== undefined);
}

/** A role gets its policies in four ways: written into it, attached by it, and attached to it by policies of two kinds. */
function readRole(role: Placed, placed: Placed[]): ReadRole {
  if (role.property('PermissionsBoundary') !== undefined)
    throw new TemplateMistake(`${role.id} has a permissions boundary, which is not evaluated here.`);
  const name = role.ref();
  const managed = ofType(placed, 'AWS::IAM::ManagedPolicy');
  const attached = role.list('ManagedPolicyArns').map(String);
  const policies = [
    ...managed.filter((policy) => attached.includes(policy.ref()) || policy.list('Roles').includes(name)),
    ...ofType(placed, 'AWS::IAM::Policy').filter((policy) => policy.list('Roles').includes(name)),
    ...ofType(placed, 'AWS::IAM::RolePolicy').filter((policy) => policy.property('RoleName') === name),
  ].map((policy) => [policy.id, policy.property('PolicyDocument')]);
  const inline = (role.list('Policies') as { PolicyName: string; PolicyDocument: unknown }[]).map(
    ({ PolicyName, PolicyDocument }) => [`${role.id}.${PolicyName}`, PolicyDocument],
  );
  return {
    name,
    policies: Object.fromEntries([...inline, ...policies]) as Record<string, PolicyDocument>,
    managedByAws: attached.filter((arn) => managed.every((policy) => policy.ref() !== arn)),
  };
}
