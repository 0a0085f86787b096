import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import type { Execution } from './execution.ts';
import { redrivable } from './redrivable.ts';

/** What EventBridge gets at each change of an execution's status: dates are epoch ms, input and output JSON texts. */
export function statusEvent(execution: Execution, now: number): ServiceEvent {
  const { input, output } = execution;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [execution.arn],
    time: now,
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machine.arn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: withinLimit(input),
      output: withinLimit(output),
      stateMachineVersionArn: execution.machine.versionArn ?? null,
      stateMachineAliasArn: execution.machine.aliasArn ?? null,
      redriveCount: execution.redriveCount,
      redriveDate: execution.redrivenAt ?? null,
      ...redrivable(execution, now),
      inputDetails: { included: withinLimit(input) !== null },
      outputDetails: output === undefined ? null : { included: withinLimit(output) !== null },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
}

/** Input and output together with the rest must fit into EventBridge's 256 KB: AWS leaves out those over 248 KiB. */
const MAX_INCLUDED = 248 * 1024;

const withinLimit = (text: string | undefined): string | null =>
  text !== undefined && text.length <= MAX_INCLUDED ? text : null;
