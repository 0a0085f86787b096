import { AwsError } from '#local/http/json-service.ts';
import type { XmlTree } from './query-xml.ts';

/** By ARN: what a role's trust policy asks for. */
export type KnownRoles = Record<string, { externalIds: string[] }>;

const KNOWN = new Set(['Action', 'Version', 'RoleArn', 'RoleSessionName', 'DurationSeconds', 'ExternalId']);
const ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/;
const SESSION = /^[\w+=,.@-]{2,64}$/;
const SHORTEST_SECONDS = 900;
/** Whoever is in a role already, as every function is, gets an hour at most (role chaining). */
const LONGEST_SECONDS = 3_600;

/**
 * AssumeRole. The access key is `assumed-<name of the role>`, so that whoever looks at a call sees as whom it was made. Throws AccessDenied
 * when the external id is not the one that the role asks for, and ValidationError.
 */
export function assumeRole(input: URLSearchParams, roles: KnownRoles, now: number): XmlTree {
  const unknown = [...input.keys()].find((name) => !KNOWN.has(name));
  if (unknown) throw invalid(`The parameter '${unknown}' is not implemented here.`);
  const roleArn = input.get('RoleArn') ?? '';
  const [, account, role] = ROLE.exec(roleArn) ?? [];
  if (!(account && role)) throw invalid(`${roleArn} is invalid`);
  const session = input.get('RoleSessionName') ?? '';
  if (!SESSION.test(session))
    throw invalid(`Value '${session}' at 'roleSessionName' failed to satisfy constraint: ${SESSION.source}`);
  const seconds = Number(input.get('DurationSeconds') ?? LONGEST_SECONDS);
  if (!(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS))
    throw invalid(`Value '${seconds}' at 'durationSeconds': must be ${SHORTEST_SECONDS} to ${LONGEST_SECONDS}.`);
  checkExternalId(roles, roleArn, input.get('ExternalId') ?? undefined);
  return {
    AssumedRoleUser: {
      AssumedRoleId: `AROA:${session}`,
      Arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    },
    Credentials: {
      AccessKeyId: `assumed-${role}`,
      SecretAccessKey: 'none',
      SessionToken: crypto.randomUUID(),
      Expiration: new Date(now + seconds * 1_000).toISOString(),
    },
  };
}

/** Throws AccessDenied when the role asks for an external id and this is none of those that it knows. */
export function checkExternalId(roles: KnownRoles, roleArn: string, externalId: string | undefined): void {
  const asked = roles[roleArn]?.externalIds;
  if (!asked || (externalId !== undefined && asked.includes(externalId))) return;
  throw new AwsError('AccessDenied', `The caller is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`);
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
