import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  CompositePrincipal,
  type IPrincipal,
  PrincipalWithConditions,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { roleName, STATE_MACHINE, STATE_MACHINE_ALIAS } from '../installation.ts';
import { runTaskGrants } from '../permissions/ecs.ts';
import { arnAt, type Grant, grantOn, grantTo } from '../permissions/grant.ts';
import { targetGrants } from '../permissions/of-function.ts';
import { partsOfRole, type Reach } from '../reach.ts';

export interface RoleStackProps extends StackProps {
  reach: Reach & { role: string };
  /** Who comes: Bakewatch`s account and region, and the external id that its functions bring. */
  from: { account: string; region: string; externalId: string };
}

/** The role in another account that Bakewatch assumes: what its targets, their alarms and tasks need there, and nothing else. */
export class RoleStack extends Stack {
  constructor(scope: Construct, id: string, { reach, from, ...props }: RoleStackProps) {
    super(scope, id, { description: `What Bakewatch of account ${from.account} may do here.`, ...props });
    const { account, name, path } = partsOfRole(reach.role);
    const here = inRegion(reach, from.region);
    const role = new Role(this, 'Role', {
      roleName: name,
      path,
      description: `Assumed by Bakewatch of account ${from.account} in ${from.region}.`,
      assumedBy: trusted(from, reach.tasks.length > 0),
    });
    grantTo(role, [
      ...targetGrants(
        {
          fleet: ['view', 'runningTasks', 'stoppedTasks', 'imageOf', 'register', 'deploy', 'stop'],
          alarms: 'states and evidence',
          migrations: true,
        },
        here,
      ),
      ...runTaskGrants(here),
      ...imageGrants(here, { account, home: from.region }),
    ]);
    new CfnOutput(this, 'RoleArn', { value: role.roleArn, description: 'As `role` of a target in bakewatch.yaml.' });
  }
}

/**
 * Bakewatch's functions with the external id; and its state machine, for which Step Functions brings the machine's own ARN. Trusting
 * the account alone would let in whoever may assume roles there.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
 */
function trusted({ account, region, externalId }: RoleStackProps['from'], runsTasks: boolean): IPrincipal {
  const roleArn = (name: string): string => `arn:${Aws.PARTITION}:iam::${account}:role/${roleName(region, name)}`;
  const functions = new PrincipalWithConditions(new AccountPrincipal(account), {
    StringEquals: { 'sts:ExternalId': externalId },
    ArnLike: { 'aws:PrincipalArn': roleArn('*') },
  });
  if (!runsTasks) return functions;
  const machineArn = arnAt('states', { region, account }, `stateMachine:${STATE_MACHINE}`);
  const machine = new PrincipalWithConditions(new AccountPrincipal(account), {
    // Whether it names the alias that an execution was started by is not documented.
    StringEquals: { 'sts:ExternalId': [machineArn, `${machineArn}:${STATE_MACHINE_ALIAS}`] },
    ArnEquals: { 'aws:PrincipalArn': roleArn('release') },
  });
  return new CompositePrincipal(functions, machine);
}

/**
 * Seeing whether the image of the way back is still there, when it lies in this account: in a target's region, or in that of Bakewatch,
 * which may be in this account, too.
 */
function imageGrants({ images, targets }: Reach, { account, home }: { account: string; home: string }): Grant[] {
  const regions = new Set([home, ...targets.map(({ region }) => region)]);
  const resources = [...regions].flatMap((region) =>
    images.map((image) => arnAt('ecr', { region, account }, `repository/${image}`)),
  );
  return grantOn(['ecr:DescribeImages'], resources);
}

/** A target without a region is in Bakewatch's own, wherever this stack is deployed. */
const inRegion = (reach: Reach, own: string): Reach => ({
  ...reach,
  targets: reach.targets.map((target) => ({ ...target, region: target.region ?? own })),
  tasks: reach.tasks.map((task) => ({ ...task, region: task.region ?? own })),
});
