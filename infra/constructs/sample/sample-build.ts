import { RemovalPolicy } from 'aws-cdk-lib';
import { ComputeType, LinuxArmBuildImage, Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ANY, grantTo } from '../../permissions/grant.ts';
import { acknowledge } from '../acknowledge.ts';

const PROJECT = 'hello-build';

/** The build of examples/hello by its buildspec, and the registry that it pushes to. It may reach no stage. */
export class SampleBuild extends Construct {
  readonly images: Repository;

  constructor(scope: Construct, id: string, { repository }: { repository: string }) {
    super(scope, id);
    this.images = new Repository(this, 'Images', {
      repositoryName: 'hello',
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      // Far more than are ever rolled back to.
      lifecycleRules: [{ maxImageCount: 200 }],
      removalPolicy: RemovalPolicy.DESTROY,
      emptyOnDelete: true,
    });
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/codebuild/${PROJECT}`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    grantTo(role, [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] },
      {
        actions: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:GetDownloadUrlForLayer',
          'ecr:InitiateLayerUpload',
          'ecr:UploadLayerPart',
          'ecr:CompleteLayerUpload',
          'ecr:PutImage',
        ],
        resources: [this.images.repositoryArn],
      },
      {
        actions: ['ecr:GetAuthorizationToken'],
        resources: [ANY],
        why: 'The token for a registry knows no resource to be named',
      },
    ]);
    const [owner = '', repo = ''] = repository.split('/');
    const project = new Project(this, 'Project', {
      projectName: PROJECT,
      role: role.withoutPolicyUpdates(),
      // The whole history: a release is built from its commit, and a later push may have made another one the newest by then. Nothing
      // is reported to GitHub, for which CodeBuild would need to be let in; a public repository it reads without.
      source: Source.gitHub({ owner, repo, reportBuildStatus: false }),
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        // Enough, and the cheapest; the default is large.
        computeType: ComputeType.SMALL,
        privileged: true,
      },
      logging: { cloudWatch: { logGroup: log } },
    });
    acknowledge(project, {
      'AwsSolutions-CB3': 'It builds an image with Docker, which CodeBuild allows only so.',
      'AwsSolutions-CB4': 'It keeps no artifact: what it builds is pushed to ECR, which encrypts it.',
    });
  }
}
