import { Aws } from 'aws-cdk-lib';
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BUILDING_RULE, RULES, SEARCHING_RULE, SETTLING_RULES } from '../installation.ts';
import type { Functions } from './functions.ts';

export interface WakeUpsProps {
  functions: Functions;
  deadLetters: Queue;
  /** Other accounts whose events are sent on to here. */
  accounts: string[];
}

interface RulePattern {
  source: readonly string[];
  'detail-type': readonly string[];
  detail?: Record<string, unknown>;
}
type RuleSpec = { name: string } & ({ pattern: RulePattern } | { schedule: string });

/** What wakes waits, brings the sweep and starts the search for lost pushes. What cannot be delivered is kept as a dead letter. */
export class WakeUps extends Construct {
  constructor(scope: Construct, id: string, props: WakeUpsProps) {
    super(scope, id);
    for (const rule of RULES) this.add(rule, 'resume-waits', props);
    for (const rule of SETTLING_RULES) this.add(rule, 'settle-releases', props);
    this.add(SEARCHING_RULE, 'find-lost-pushes', props);
    this.add(BUILDING_RULE, 'note-build', props);
  }

  private add(spec: RuleSpec, called: string, { functions, deadLetters, accounts }: WakeUpsProps): void {
    new Rule(this, spec.name, {
      ruleName: spec.name,
      ...('schedule' in spec
        ? { schedule: Schedule.expression(spec.schedule) }
        : { eventPattern: from([Aws.ACCOUNT_ID, ...accounts], spec.pattern) }),
      targets: [new LambdaFunction(functions.named(called), { deadLetterQueue: deadLetters })],
    });
  }
}

/** Events of these accounts only: a bus takes what other accounts were allowed to send. */
function from(account: string[], pattern: RulePattern): EventPattern {
  const { source, 'detail-type': detailType, detail } = pattern;
  return { account, source: [...source], detailType: [...detailType], ...(detail ? { detail } : {}) };
}
