import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../constructs/acknowledge.ts';

/** One statement that allows something. */
export interface Grant {
  actions: string[];
  resources: string[];
  conditions?: Record<string, Record<string, string | string[]>>;
  /** Why a resource could not be named more closely: there must be a reason wherever one has a `*`. */
  why?: string;
}

export const ANY = '*';

/** Where a resource is: own region and account where nothing else is said. */
export interface At {
  region?: string | undefined;
  account?: string | undefined;
}

export const arnAt = (service: string, { region, account }: At, resource: string): string =>
  `arn:${Aws.PARTITION}:${service}:${region ?? Aws.REGION}:${account ?? Aws.ACCOUNT_ID}:${resource}`;

/** On resources that are named, each once; nothing where there are none, as IAM takes no statement without a resource. */
export const grantOn = (
  actions: string[],
  resources: string[],
  more: Pick<Grant, 'conditions' | 'why'> = {},
): Grant[] => (resources.length === 0 ? [] : [{ actions, resources: [...new Set(resources)], ...more }]);

/** What the CDK itself adds for tracing, streams and the logs of state machines. */
const BY_AWS = 'Traces, the list of streams and the delivery of logs know no resource to be named';

/** Gives a role what it needs, and auditors the reason for everything that is wider than one resource. */
export function grantTo(role: Role, grants: Grant[]): void {
  const reasons = new Map<string, string[]>([[ANY, [BY_AWS]]]);
  for (const { why, ...statement } of grants) {
    role.addToPolicy(new PolicyStatement(statement));
    for (const resource of statement.resources.filter((each) => each.includes('*'))) {
      if (!why) throw new Error(`${statement.actions.join(', ')} on ${resource}: say why it is no closer.`);
      reasons.set(resource, [...new Set([...(reasons.get(resource) ?? []), why])]);
    }
  }
  acknowledge(
    role,
    Object.fromEntries(
      [...reasons].map(([resource, all]) => [
        `AwsSolutions-IAM5[Resource::${spelled(resource)}]`,
        `${all.join('. ')}.`,
      ]),
    ),
  );
}

/** As cdk-nag spells an ARN. */
const spelled = (resource: string): string =>
  resource
    .replaceAll(Aws.PARTITION, '<AWS::Partition>')
    .replaceAll(Aws.REGION, '<AWS::Region>')
    .replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>');
