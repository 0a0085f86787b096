import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { Clients } from '#local/installation/clients.ts';

/** All events of an execution, in order. */
export async function readHistory({ stepFunctions }: Clients, executionArn: string): Promise<HistoryEvent[]> {
  const all: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await stepFunctions.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, ...(nextToken ? { nextToken } : {}) }),
    );
    all.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return all;
}
