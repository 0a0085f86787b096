import * as sfn from '@aws-sdk/client-sfn';
import { type Frame, taskOf } from '../engine/frame.ts';
import { isTooLarge, MAX_PAYLOAD_BYTES } from '../engine/payload.ts';
import { noteHeartbeat, noteTaskNews, type TaskNews } from '../engine/task-answers.ts';
import { readToken } from '../engine/task-token.ts';
import type { Turn } from '../engine/turn.ts';
import { change } from '../engine/worker.ts';
import type { Json } from '../json.ts';
import type { ApiContext } from './context.ts';
import { requireParameter, validationError } from './errors.ts';

/** SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. Each is committed before it answers 200. */
export function taskTokenOperations(context: ApiContext) {
  return {
    SendTaskSuccess: ({ taskToken, output }: sfn.SendTaskSuccessCommandInput) =>
      answer(context, taskToken, { kind: 'succeeded', output: checkOutput(requireParameter('output', output)) }),
    SendTaskFailure: ({ taskToken, error, cause }: sfn.SendTaskFailureCommandInput) => {
      const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
      return answer(context, taskToken, { kind: 'failed', failure, event: 'TaskFailed' });
    },
    SendTaskHeartbeat: ({ taskToken }: sfn.SendTaskHeartbeatCommandInput) =>
      changeTask(context, taskToken, noteHeartbeat),
  };
}

const answer = (context: ApiContext, token: string | undefined, news: TaskNews): Promise<object> =>
  changeTask(context, token, (turn, frame) => {
    const task = taskOf(frame.phase);
    if (task) noteTaskNews(turn, frame, task, news);
  });

/** Throws InvalidToken, TaskDoesNotExist, or TaskTimedOut when the task is closed (which says nothing about how). */
async function changeTask(
  context: ApiContext,
  taskToken: string | undefined,
  make: (turn: Turn, frame: Frame) => void,
): Promise<object> {
  const token = requireParameter('taskToken', taskToken);
  const address = readToken(token);
  if (!address) throw new sfn.InvalidToken({ message: `Invalid Token: 'Invalid token'`, $metadata: {} });
  const worker = context.engine.running(address.executionArn);
  if (!worker) throw context.store.executions.get(address.executionArn) ? taskClosed() : taskUnknown();
  await change(worker, (turn) => {
    const frame = worker.live.frames.get(address.frameId);
    const task = frame && taskOf(frame.phase);
    if (!frame || task?.token !== token || isOver(task.timeoutAt, turn.now) || isOver(task.heartbeatAt, turn.now)) {
      throw taskClosed();
    }
    make(turn, frame);
  });
  return {};
}

const isOver = (due: number | undefined, now: number): boolean => due !== undefined && due <= now;

const taskClosed = (): Error =>
  new sfn.TaskTimedOut({ message: "Task Timed Out: 'Provided task does not exist anymore'", $metadata: {} });

const taskUnknown = (): Error =>
  new sfn.TaskDoesNotExist({ message: "Task Does Not Exist: 'Provided task does not exist'", $metadata: {} });

function checkOutput(output: string): Json {
  if (isTooLarge(output)) {
    throw validationError(
      `Value at 'output' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PAYLOAD_BYTES}`,
    );
  }
  try {
    return JSON.parse(output);
  } catch (error) {
    throw new sfn.InvalidOutput({ message: `Invalid Output: '${(error as Error).message}'`, $metadata: {} });
  }
}
