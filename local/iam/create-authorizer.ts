import { ACCOUNT } from '../account.ts';
import type { Facts } from './asks/ask.ts';
import type { Authorize, Principal, Refusal } from './authorize.ts';
import type { IamRequest } from './iam-request.ts';
import { iamRequests } from './iam-requests.ts';
import { type Decision, decide } from './policy/decide.ts';
import { type PolicyDocument, parsePolicy } from './policy/parse-policy.ts';
import type { Statement } from './policy/statement.ts';
import { type ServiceCall, UnmappedCall } from './service-call.ts';

/** What somebody may do: the policies of the role that it works under. */
export interface Role {
  name: string;
  policies: Record<string, PolicyDocument>;
}

/** The roles of all who are asked. */
export interface Roles {
  functions: Record<string, Role>;
  stateMachines: Record<string, Role>;
  /** Those that functions and state machines assume, by their names. */
  assumed?: Record<string, Role>;
}

/** An action of an Allow statement, and who has it. */
export interface Grant {
  principal: string;
  statement: string;
  action: string;
}

export interface Authorizer {
  authorize: Authorize;
  /** Everything that the roles allow, action by action. */
  granted: Grant[];
  /** Those of them that let a call through until now, each once. */
  used(): Grant[];
  /** Why calls were refused until now, each sentence once. */
  refused(): string[];
}

/** Decides by the identity policies of roles, and remembers what it was asked. Throws PolicyMistake when a policy is not understood. */
export function createAuthorizer(roles: Roles): Authorizer {
  const parsed = new Map([
    ...entries('function', roles.functions),
    ...entries('state-machine', roles.stateMachines),
    ...entries('role', roles.assumed ?? {}),
  ]);
  const granted = [...parsed].flatMap(([principal, { statements }]) =>
    statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ id, actions }) => actions.map(({ text }) => ({ principal, statement: id, action: text }))),
  );
  const used = new Map<string, Grant>();
  const refused = new Set<string>();

  const remember = (principal: string, { action }: IamRequest, by: Statement[]): void => {
    for (const { id: statement, actions } of by)
      for (const { text } of actions.filter(({ matches }) => matches(action)))
        used.set(`${principal} ${statement} ${text}`, { principal, statement, action: text });
  };

  const refuse = (kind: Refusal['kind'], messages: string[]): Refusal => {
    for (const message of messages) refused.add(message);
    return { kind, message: messages[0] ?? '' };
  };

  return {
    authorize(principal, call, facts) {
      const key = keyOf(principal);
      const requests = requestsOf(call, facts);
      if (requests instanceof UnmappedCall) return refuse('unmapped', [requests.message]);
      const { name: role, statements } = parsed.get(key) ?? NOBODY;
      const decided = requests.map((request) => ({ request, ...decide(statements, request) }));
      const denied = decided.filter((one) => one.verdict !== 'allowed');
      if (denied.length > 0)
        return refuse(
          'denied',
          denied.map(({ request, verdict }) => sayDenied(role, principal, request, verdict)),
        );
      for (const { request, by } of decided) remember(key, request, by);
      return undefined;
    },
    granted,
    used: () => [...used.values()],
    refused: () => [...refused],
  };
}

const NOBODY = { name: 'no-role', statements: [] };

function requestsOf(call: ServiceCall, facts: Facts): IamRequest[] | UnmappedCall {
  try {
    return iamRequests(call, facts);
  } catch (error) {
    if (error instanceof UnmappedCall) return error;
    throw error;
  }
}

function entries(kind: Principal['kind'], roles: Record<string, Role>) {
  return Object.entries(roles).map(([name, role]) => {
    const statements = Object.entries(role.policies).flatMap(([policy, document]) => parsePolicy(policy, document));
    return [keyOf({ kind, name }), { name: role.name, statements }] as const;
  });
}

const keyOf = ({ kind, name }: Principal): string => `${kind} ${name}`;

function sayDenied(
  role: string,
  { name }: Principal,
  { action, resource }: IamRequest,
  verdict: Decision['verdict'],
): string {
  const user = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
  const why =
    verdict === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
