import { Aws } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { InstallationConfig } from '#core/config/schema.ts';
import type { Host } from '#core/intake/repository-id.ts';
import { type AlarmSpec, alarms } from '../alarms.ts';
import { CALLS } from '../installation.ts';
import type { WatchedMetric } from '../metrics.ts';

export interface WatchProps {
  installation: InstallationConfig;
  stateMachineArn: string;
  deadLetters: Queue;
  hosts: ReadonlySet<Host>;
}

/** The alarms by which Bakewatch watches itself, and the topic by which they call somebody. */
export class Watch extends Construct {
  readonly alarms: CfnAlarm[];
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { installation, stateMachineArn, deadLetters, hosts }: WatchProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Calls', {
      topicName: CALLS,
      displayName: 'Bakewatch calls somebody',
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    for (const address of installation.callByMail)
      this.topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: deadLetters }));
    this.alarms = alarms({ stateMachineArn, hosts }).map((spec) => this.alarm(spec, installation.runbook));
  }

  private alarm({ name, means, watches, runbook, pages, ...rule }: AlarmSpec, book: string): CfnAlarm {
    return new CfnAlarm(this, name, {
      alarmName: name,
      alarmDescription: `${means} What to do: ${book}#${runbook}`,
      threshold: rule.threshold,
      comparisonOperator: rule.comparison,
      evaluationPeriods: rule.periods,
      datapointsToAlarm: rule.breaching,
      treatMissingData: rule.missing,
      ...(pages ? { alarmActions: [this.topic.topicArn], okActions: [this.topic.topicArn] } : {}),
      ...('expression' in watches
        ? {
            metrics: [
              ...Object.entries(watches.metrics).map(([metricId, metric]) => ({
                id: metricId,
                returnData: false,
                metricStat: { metric: identity(metric), period: metric.period, stat: metric.statistic },
              })),
              { id: 'result', expression: watches.expression, returnData: true },
            ],
          }
        : { ...identity(watches), period: watches.period, statistic: watches.statistic }),
    });
  }
}

const identity = ({ namespace, metric, dimensions }: WatchedMetric) => ({
  namespace,
  metricName: metric,
  dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
});
