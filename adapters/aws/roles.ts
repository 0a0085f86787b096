import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
import { clientConfig } from './client-config.ts';

/** Who comes: the name that CloudTrail shows in the other account, and what its role asks for besides. */
export interface Caller {
  name: string;
  externalId?: string | undefined;
}

type Provider = Extract<STSClientConfig['credentials'], (...options: never[]) => unknown>;

/** The credentials of a role in another account, by its ARN. */
export type Roles = (role: string) => Provider;

/** An hour is the most that a role may be assumed for by who is in a role already; the SDK asks anew five minutes before the end. */
const ASSUMED_SECONDS = 1_800;

/** Assumes roles when they are first needed, once for all clients of an instance, and again before their credentials end. */
export function assumedRoles(caller: Caller): Roles {
  const kept = new Map<string, Provider>();
  let client: STSClient | undefined;
  return (role) => {
    const known = kept.get(role);
    if (known) return known;
    client ??= new STSClient(clientConfig);
    const asked = assume(client, role, caller);
    const credentials = memoizeIdentityProvider(asked, isIdentityExpired, doesIdentityRequireRefresh) as Provider;
    kept.set(role, credentials);
    return credentials;
  };
}

const assume = (client: STSClient, RoleArn: string, { name, externalId }: Caller): Provider => {
  const command = new AssumeRoleCommand({
    RoleArn,
    RoleSessionName: name,
    DurationSeconds: ASSUMED_SECONDS,
    ...(externalId ? { ExternalId: externalId } : {}),
  });
  return async () => {
    try {
      const { Credentials } = await client.send(command);
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken, Expiration } = Credentials ?? {};
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken ? { sessionToken: SessionToken } : {}),
        ...(Expiration ? { expiration: Expiration } : {}),
      };
    } catch (error) {
      throw notAssumed(RoleArn, { name, externalId }, error as Error);
    }
  };
};

/** Keeps the error's name, which says whether it is a refusal or a fault; only a refusal says what to check. */
function notAssumed(role: string, { name, externalId }: Caller, cause: Error): Error {
  const remedy = externalId
    ? 'and ask for the external id of bakewatch.yaml`s `installation`'
    : 'and no external id, as none is configured (`installation.externalId` in bakewatch.yaml)';
  const check = /^AccessDenied/.test(cause.name)
    ? ` Check that it exists, and its trust policy: it must let the role of ${name} assume it, ${remedy}.`
    : '';
  return Object.assign(new Error(`The role ${role} could not be assumed: ${cause.message}.${check}`, { cause }), {
    name: cause.name,
  });
}
