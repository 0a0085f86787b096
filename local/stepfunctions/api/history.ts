import type * as sfn from '@aws-sdk/client-sfn';
import type { HistoryEvent } from '../engine/execution.ts';
import type { ApiContext } from './context.ts';
import { requireParameter } from './errors.ts';
import { executionOf } from './execution-of.ts';
import { describeEvent } from './history-event.ts';
import { pagePosition, pageSize, pageToken } from './paging.ts';

/** GetExecutionHistory. */
export function historyOperations(context: ApiContext) {
  return { GetExecutionHistory: (input: sfn.GetExecutionHistoryCommandInput) => history(context, input) };
}

function history(context: ApiContext, input: sfn.GetExecutionHistoryCommandInput) {
  const execution = executionOf(context, requireParameter('executionArn', input.executionArn));
  const size = pageSize(input.maxResults);
  const reverse = input.reverseOrder ?? false;
  const token = `history ${execution.arn} ${reverse}`;
  const from = pagePosition(token, input.nextToken, reverse ? execution.lastEvent : 1);
  const found: HistoryEvent[] = context.store.history.page(execution.arn, from, size + 1, reverse);
  const next = found[size];
  return {
    events: found.slice(0, size).map((event) => describeEvent(event, input.includeExecutionData ?? true)),
    ...(next ? { nextToken: pageToken(token, next.id) } : {}),
  };
}
