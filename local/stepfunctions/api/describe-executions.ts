import type * as sfn from '@aws-sdk/client-sfn';
import type { Execution } from '../engine/execution.ts';
import { redrivable } from '../engine/redrivable.ts';
import type { ApiContext } from './context.ts';
import { onlyDefault, refuseParameters, requireParameter } from './errors.ts';
import { dateOf, executionOf } from './execution-of.ts';
import { pagePosition, pageSize, pageToken } from './paging.ts';
import { machineOf } from './state-machines.ts';

/** DescribeExecution, DescribeStateMachineForExecution, ListExecutions. */
export function describeOperations(context: ApiContext) {
  return {
    DescribeExecution: (input: sfn.DescribeExecutionCommandInput) => describe(context, input),
    DescribeStateMachineForExecution: (input: sfn.DescribeStateMachineForExecutionCommandInput) =>
      describeMachine(context, input),
    ListExecutions: (input: sfn.ListExecutionsCommandInput) => list(context, input),
  };
}

function describe(context: ApiContext, request: sfn.DescribeExecutionCommandInput) {
  onlyDefault('includedData', request.includedData, request.includedData === 'ALL_DATA');
  const execution = executionOf(context, request.executionArn);
  const { input, output, error, cause, traceHeader } = execution;
  const { redriveStatus, redriveStatusReason } = redrivable(execution, context.clock.now());
  return {
    ...summaryOf(execution),
    input,
    inputDetails: { included: true },
    output,
    ...(output === undefined ? {} : { outputDetails: { included: true } }),
    error,
    cause,
    traceHeader,
    redriveStatus,
    ...(redriveStatusReason === null ? {} : { redriveStatusReason }),
  };
}

const summaryOf = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machine.arn,
  stateMachineVersionArn: execution.machine.versionArn,
  stateMachineAliasArn: execution.machine.aliasArn,
  name: execution.name,
  status: execution.status,
  startDate: new Date(execution.startedAt),
  stopDate: dateOf(execution.stoppedAt),
  redriveCount: execution.redriveCount,
  redriveDate: dateOf(execution.redrivenAt),
});

function describeMachine(context: ApiContext, input: sfn.DescribeStateMachineForExecutionCommandInput) {
  onlyDefault('includedData', input.includedData, input.includedData === 'ALL_DATA');
  const { machine, definitionHash } = executionOf(context, input.executionArn);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: context.store.definitions.get(definitionHash),
    roleArn: machine.roleArn,
    updateDate: new Date(machine.updatedAt),
    loggingConfiguration: { level: 'OFF' as const, includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    revisionId: machine.revision,
  };
}

function list(context: ApiContext, input: sfn.ListExecutionsCommandInput) {
  refuseParameters(input, 'mapRunArn', 'redriveFilter');
  const { arn } = machineOf(context, requireParameter('stateMachineArn', input.stateMachineArn));
  const size = pageSize(input.maxResults);
  const token = `executions ${arn} ${input.statusFilter ?? ''}`;
  const before = pagePosition(token, input.nextToken, Number.MAX_SAFE_INTEGER);
  const status = input.statusFilter === 'PENDING_REDRIVE' ? undefined : input.statusFilter;
  const found =
    input.statusFilter === 'PENDING_REDRIVE' ? [] : context.store.executions.list(arn, status, before, size + 1);
  const page = found.slice(0, size);
  const last = page.at(-1);
  return {
    executions: page.map(({ execution }) => summaryOf(execution)),
    ...(found.length > size && last ? { nextToken: pageToken(token, last.id) } : {}),
  };
}
