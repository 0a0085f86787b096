import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationProtocol,
  type ApplicationTargetGroup,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { SampleNetwork } from './sample-network.ts';
import type { SampleRoles } from './sample-roles.ts';

export interface SampleServiceProps {
  stage: string;
  /** Of the load balancer. */
  port: number;
  network: SampleNetwork;
  roles: SampleRoles;
}

/** Until the first release there is no image of the service: the same command then answers in its place. */
const STAND_IN = `require('http').createServer((q, s) => s.end('hello, not released yet')).listen(8080)`;
const COMMAND = `if [ -f server.js ]; then exec node server.js; else exec node -e "${STAND_IN}"; fi`;

/** One stage: a cluster, the service with one small task, its alarms. */
export class SampleService extends Construct {
  constructor(scope: Construct, id: string, { stage, port, network, roles }: SampleServiceProps) {
    super(scope, id);
    const { vpc, loadBalancer, tasks } = network;
    const cluster = new Cluster(this, 'Cluster', {
      clusterName: stage,
      vpc,
      containerInsightsV2: ContainerInsights.DISABLED,
    });
    acknowledge(cluster, {
      'AwsSolutions-ECS4': 'The sample is watched by its load balancer`s metrics, which cost nothing.',
    });
    const service = new FargateService(this, 'Service', {
      serviceName: 'hello',
      cluster: cluster as ICluster,
      taskDefinition: this.taskDefinition(stage, roles),
      desiredCount: 1,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      // Stops a deployment that never comes up; taking it back is Bakewatch`s business.
      circuitBreaker: { enable: true, rollback: false },
      assignPublicIp: true,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      securityGroups: [tasks],
    });
    const listener = loadBalancer.addListener(`${stage}Listener`, {
      port,
      protocol: ApplicationProtocol.HTTP,
      open: true,
    });
    const targets = listener.addTargets(`${stage}Tasks`, {
      targetGroupName: `hello-${stage}`,
      port: 8080,
      protocol: ApplicationProtocol.HTTP,
      targets: [service],
      deregistrationDelay: Duration.seconds(10),
      healthCheck: { path: '/healthz', interval: Duration.seconds(10), healthyThresholdCount: 2 },
    });
    this.alarms(stage, targets);
  }

  private taskDefinition(stage: string, { task, execution, log }: SampleRoles): FargateTaskDefinition {
    const definition = new FargateTaskDefinition(this, 'TaskDefinition', {
      family: `hello-${stage}`,
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64 },
      taskRole: task,
      executionRole: execution,
    });
    definition.addContainer('app', {
      image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:24-alpine'),
      entryPoint: ['sh', '-c'],
      command: [COMMAND],
      portMappings: [{ containerPort: 8080 }],
      environment: { STAGE: stage },
      logging: LogDrivers.awsLogs({ streamPrefix: stage, logGroup: log }),
    });
    acknowledge(definition, { 'AwsSolutions-ECS2': 'The name of the stage is shown on the page and is no secret.' });
    return definition;
  }

  private alarms(stage: string, targets: ApplicationTargetGroup): void {
    const period = Duration.minutes(1);
    const errors = targets.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period, statistic: 'Sum' });
    const slowest = targets.metrics.targetResponseTime({ period, statistic: 'p95' });
    this.alarm(`hello-${stage}-5xx`, errors, 3, `Answers of hello in ${stage} fail.`);
    this.alarm(`hello-${stage}-slow`, slowest, 1, `Answers of hello in ${stage} take longer than a second.`);
  }

  /** Two minutes of three. A minute without requests is no minute with errors. */
  private alarm(alarmName: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    new Alarm(this, alarmName, {
      alarmName,
      alarmDescription,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
