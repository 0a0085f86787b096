import type { Json, JsonObject } from '../json.ts';
import type { Bindings } from '../language/expression.ts';
import type { Frame } from './frame.ts';
import { frameOf, type Turn, variablesOf } from './turn.ts';

/** What `$states` offers besides input and context, depending on the field. */
export interface Extras {
  result?: Json;
  errorOutput?: Json;
  /** The task token, for the Arguments of a `.waitForTaskToken` task. */
  token?: string | undefined;
  item?: Frame['item'];
}

/** Everything an expression of this frame's state can see: variables by name, and `$states`. */
export function bindingsOf(turn: Turn, frame: Frame, { token, item, ...extras }: Extras = {}): Bindings {
  const context = contextOf(turn, frame, token, item ?? itemOf(turn, frame));
  return { ...variablesOf(turn, frame), states: { input: frame.input, context, ...extras } };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextOf(turn: Turn, frame: Frame, token: string | undefined, item: Frame['item']): JsonObject {
  const { execution } = turn;
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: execution.machine.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt === undefined ? {} : { RedriveTime: new Date(execution.redrivenAt).toISOString() }),
    },
    State: {
      Name: frame.state,
      EnteredTime: new Date(frame.enteredAt).toISOString(),
      RetryCount: frame.retries.reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: { Index: item.Index, Value: item.Value } } }),
  };
}

/** The item of the nearest iteration around a frame. */
function itemOf(turn: Turn, frame: Frame): Frame['item'] {
  if (frame.item || frame.parent === undefined) return frame.item;
  return itemOf(turn, frameOf(turn, frame.parent));
}
