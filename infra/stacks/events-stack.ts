import { Aws, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as ToBus } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { RULES } from '../installation.ts';

export interface EventsStackProps extends StackProps {
  /** Where Bakewatch is. The account is absent when it is the same. */
  to: { account?: string | undefined; region: string };
}

/** What builds tell is heard where they run: beside Bakewatch. */
const FROM_TARGETS = ['aws.ecs', 'aws.cloudwatch'];

/** Sends on to Bakewatch what ECS and CloudWatch tell in another account or region. Without it Bakewatch only looks less often. */
export class EventsStack extends Stack {
  constructor(scope: Construct, id: string, { to, ...props }: EventsStackProps) {
    super(scope, id, { description: `Sends events on to Bakewatch in ${to.region}.`, ...props });
    const { queue } = new DeadLetters(this, 'DeadLetters');
    const bus = EventBus.fromEventBusArn(
      this,
      'Bus',
      `arn:${Aws.PARTITION}:events:${to.region}:${to.account ?? Aws.ACCOUNT_ID}:event-bus/default`,
    );
    for (const { name, pattern } of RULES.filter(({ pattern: { source } }) => FROM_TARGETS.includes(source[0])))
      new Rule(this, name, {
        ruleName: `${name}-onward`,
        eventPattern: {
          account: [Aws.ACCOUNT_ID],
          source: [...pattern.source],
          detailType: [...pattern['detail-type']],
        },
        targets: [new ToBus(bus, { deadLetterQueue: queue })],
      });
    new Alarm(this, 'Undelivered', {
      alarmName: 'bakewatch-undelivered-events',
      alarmDescription:
        'Events could not be sent on to Bakewatch: it finds out by looking, later. See docs/runbook.md#there-are-dead-letters',
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
