import { Aws, Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Host } from '#core/intake/repository-id.ts';
import { type EventRule, handedOverFor, type RulePattern, rulesFor } from '../installation.ts';
import type { Functions } from './functions.ts';

export interface WakeUpsProps {
  functions: Functions;
  deadLetters: Queue;
  hosts: ReadonlySet<Host>;
  /** Other accounts whose events are sent on to here. */
  accounts: string[];
}

/** What wakes waits, brings the sweep and starts the search for lost pushes. What cannot be delivered is kept as a dead letter. */
export class WakeUps extends Construct {
  constructor(scope: Construct, id: string, props: WakeUpsProps) {
    super(scope, id);
    for (const rule of rulesFor(props.hosts)) this.add(rule, props);
  }

  private add(spec: EventRule, { functions, deadLetters, accounts }: WakeUpsProps): void {
    new Rule(this, spec.name, {
      ruleName: spec.name,
      ...('schedule' in spec
        ? { schedule: Schedule.expression(spec.schedule) }
        : { eventPattern: from([Aws.ACCOUNT_ID, ...accounts], spec.pattern) }),
      targets: [
        new LambdaFunction(functions.named(spec.calls), {
          deadLetterQueue: deadLetters,
          maxEventAge: Duration.seconds(handedOverFor(spec.calls)),
        }),
      ],
    });
  }
}

/** Events of these accounts only: a bus takes what other accounts were allowed to send. */
function from(account: string[], pattern: RulePattern): EventPattern {
  const { source, 'detail-type': detailType, detail } = pattern;
  return {
    account,
    source: [...source],
    ...(detailType ? { detailType: [...detailType] } : {}),
    ...(detail ? { detail } : {}),
  };
}
