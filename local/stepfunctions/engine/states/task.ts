import { REGION } from '#local/account.ts';
import { resourceOf, waitsForToken } from '../../integration.ts';
import type { TaskState } from '../../language/definition.ts';
import { evaluateTemplate } from '../../language/template.ts';
import { bindingsOf } from '../bindings.ts';
import type { Frame } from '../frame.ts';
import { payloadText } from '../payload.ts';
import { newToken } from '../task-token.ts';
import { putFrame, recordFor, type Turn } from '../turn.ts';
import { evaluateInteger } from './expected-type.ts';
import { evaluateRole } from './task-role.ts';

/** Schedules the task. It is called once this is committed, so its token is known before anybody can see it. */
export async function enterTask(turn: Turn, frame: Frame, state: TaskState): Promise<void> {
  const key = turn.sources.uuid();
  const token = waitsForToken(state.resource) ? newToken(turn.execution.arn, frame.id, key) : undefined;
  const bindings = bindingsOf(turn, frame, { token });
  const timeoutSeconds = await evaluateInteger(state.timeoutSeconds, 'TimeoutSeconds', bindings, 1);
  const heartbeatSeconds = await evaluateInteger(state.heartbeatSeconds, 'HeartbeatSeconds', bindings, 1);
  const args = state.arguments ? await evaluateTemplate(state.arguments, bindings) : {};
  const roleArn = await evaluateRole(state.credentials, bindings);
  const names = resourceOf(state.resource);
  const scheduled = recordFor(turn, frame, 'TaskScheduled', {
    ...names,
    region: REGION,
    parameters: payloadText(args, names.resourceType),
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
  });
  const started = recordFor(turn, scheduled, 'TaskStarted', names);
  const task = {
    arguments: args,
    key,
    token,
    timeoutAt: after(turn.now, timeoutSeconds),
    heartbeatAt: after(turn.now, heartbeatSeconds),
    heartbeatSeconds,
    ...(roleArn === undefined ? {} : { roleArn }),
  };
  putFrame(turn, { ...started, phase: { kind: 'calling', task } });
}

const after = (now: number, seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : now + seconds * 1000;
