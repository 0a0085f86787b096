import * as sfn from '@aws-sdk/client-sfn';
import { executionArn } from '../arns.ts';
import type { Execution } from '../engine/execution.ts';
import { isTooLarge, MAX_PAYLOAD_BYTES } from '../engine/payload.ts';
import { redrivable } from '../engine/redrivable.ts';
import { redriveExecution } from '../engine/redrive-execution.ts';
import { stopExecution } from '../engine/stop-execution.ts';
import { change } from '../engine/worker.ts';
import type { ApiContext } from './context.ts';
import { checkName, requireParameter, validationError } from './errors.ts';
import { dateOf, executionOf } from './execution-of.ts';
import { type StartedMachine, startedMachine } from './started-machine.ts';

/** StartExecution, StopExecution, RedriveExecution. */
export function executionOperations(context: ApiContext) {
  return {
    StartExecution: (input: sfn.StartExecutionCommandInput) => start(context, input),
    StopExecution: (input: sfn.StopExecutionCommandInput) => stop(context, input),
    RedriveExecution: (input: sfn.RedriveExecutionCommandInput) => redrive(context, input),
  };
}

/** The same name with the same input, while it runs, is the same start: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
function start(context: ApiContext, request: sfn.StartExecutionCommandInput) {
  const machine = startedMachine(context, requireParameter('stateMachineArn', request.stateMachineArn));
  const name = request.name ?? context.ids();
  checkName(name);
  const input = checkInput(request.input ?? '{}');
  const arn = executionArn(machine.name, name);
  const existing = context.store.executions.get(arn);
  if (existing) {
    if (existing.status === 'RUNNING' && existing.input === input) return started(existing);
    throw new sfn.ExecutionAlreadyExists({ message: `Execution Already Exists: '${arn}'`, $metadata: {} });
  }
  const execution = newExecution(context, machine, { arn, name, input });
  context.engine.begin(
    request.traceHeader === undefined ? execution : { ...execution, traceHeader: request.traceHeader },
  );
  return started(execution);
}

const started = ({ arn, startedAt }: Execution) => ({ executionArn: arn, startDate: new Date(startedAt) });

function newExecution(
  context: ApiContext,
  { id: _id, createdAt: _createdAt, definitionHash, ...machine }: StartedMachine,
  named: { arn: string; name: string; input: string },
): Execution {
  const startedAt = context.clock.now();
  const timeoutSeconds = context.definitionOf(definitionHash).timeoutSeconds;
  return {
    ...named,
    status: 'RUNNING',
    machine,
    definitionHash,
    startedAt,
    ...(timeoutSeconds === undefined ? {} : { deadline: startedAt + timeoutSeconds * 1000 }),
    lastEvent: 1,
    redriveCount: 0,
  };
}

function checkInput(input: string): string {
  if (isTooLarge(input)) {
    throw validationError(
      `Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PAYLOAD_BYTES}`,
    );
  }
  try {
    JSON.parse(input);
    return input;
  } catch (error) {
    const message = `Invalid State Machine Execution Input: '${(error as Error).message}'`;
    throw new sfn.InvalidExecutionInput({ message, $metadata: {} });
  }
}

/** Stopping what has ended changes nothing and is a success. */
async function stop(context: ApiContext, input: sfn.StopExecutionCommandInput) {
  const { arn } = executionOf(context, input.executionArn);
  const { error, cause } = input;
  const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const worker = context.engine.running(arn);
  if (worker) await change(worker, (turn) => stopExecution(turn, failure));
  return { stopDate: dateOf(executionOf(context, arn).stoppedAt) };
}

/** The same `clientToken` is the same redrive; the SDK makes a new one for each call and keeps it for its retries. */
async function redrive(context: ApiContext, { executionArn: arn, clientToken }: sfn.RedriveExecutionCommandInput) {
  const execution = executionOf(context, arn);
  if (clientToken !== undefined && clientToken === execution.redriveToken) {
    return { redriveDate: dateOf(execution.redrivenAt) };
  }
  const { redriveStatusReason } = redrivable(execution, context.clock.now());
  if (redriveStatusReason) throw new sfn.ExecutionNotRedrivable({ message: redriveStatusReason, $metadata: {} });
  const worker = context.engine.revive(execution);
  await change(worker, (turn) => redriveExecution(turn, clientToken));
  return { redriveDate: dateOf(worker.live.execution.redrivenAt) };
}
