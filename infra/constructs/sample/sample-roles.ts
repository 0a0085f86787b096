import { RemovalPolicy } from 'aws-cdk-lib';
import type { Repository } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ANY, grantTo } from '../../permissions/grant.ts';

/** The roles of both stages, by the names that bakewatch.yaml lets Bakewatch pass on; and the log that they write. */
export class SampleRoles extends Construct {
  /** The service itself may do nothing in AWS. */
  readonly task: Role;
  /** ECS uses it to fetch the image and to write the log. */
  readonly execution: Role;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, { images }: { images: Repository }) {
    super(scope, id);
    const assumedBy = new ServicePrincipal('ecs-tasks.amazonaws.com');
    this.log = new LogGroup(this, 'Log', {
      logGroupName: '/ecs/hello',
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.task = new Role(this, 'Task', { roleName: 'hello-task', assumedBy });
    this.execution = new Role(this, 'Execution', { roleName: 'hello-execution', assumedBy });
    grantTo(this.execution, [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.log.logGroupArn] },
      {
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        resources: [images.repositoryArn],
      },
      {
        actions: ['ecr:GetAuthorizationToken'],
        resources: [ANY],
        why: 'The token for a registry knows no resource to be named',
      },
    ]);
  }
}
