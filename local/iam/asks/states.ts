import { readToken } from '#local/stepfunctions/engine/task-token.ts';
import { text } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

/**
 * A version or an alias is asked about as the state machine that it belongs to: its own name is only a condition key.
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
const startExecution: Ask = ({ stateMachineArn }) => {
  const [machine, qualifier] = splitQualifier(text(stateMachineArn));
  return [request('states:StartExecution', machine, qualifier ? { 'states:StateMachineQualifier': [qualifier] } : {})];
};

function splitQualifier(arn: string): [machine: string, qualifier: string | undefined] {
  const parts = arn.split(':');
  return [parts.slice(0, 7).join(':'), parts[7]];
}

/** A token is asked about as the state machine that gave it, though the service reference names no resource type; `*` when it gave none. */
const answerToken =
  (action: string): Ask =>
  ({ taskToken }) => {
    const execution = readToken(text(taskToken))?.executionArn;
    const machine = execution?.replace(':execution:', ':stateMachine:').split(':').slice(0, 7).join(':');
    return [request(action, machine ?? '*')];
  };

export const statesAsks: Record<string, Ask> = {
  StartExecution: startExecution,
  DescribeExecution: ({ executionArn }) => [request('states:DescribeExecution', text(executionArn))],
  SendTaskSuccess: answerToken('states:SendTaskSuccess'),
  SendTaskFailure: answerToken('states:SendTaskFailure'),
  SendTaskHeartbeat: answerToken('states:SendTaskHeartbeat'),
};
