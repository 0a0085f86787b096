import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { parseReleaseId } from '#core/release/release.ts';
import { type ExecutionEvent, flattenEvent } from '../execution/execution-event.ts';
import type { MachineDefinition } from '../execution/machine-definition.ts';
import type { ExecutionView } from './views.ts';

/**
 * One execution with the events after `after` (0: all of them, and the definition). Throws what Step Functions throws:
 * ExecutionDoesNotExist, InvalidArn.
 */
export async function readExecution(
  client: SFNClient,
  executionArn: string,
  after: number,
  now: number,
): Promise<ExecutionView> {
  // Described before the history is read: a status that says "over" never comes with a history that lacks the end.
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  const [events, machine] = await Promise.all([
    after === 0 ? readAll(client, executionArn) : readNew(client, executionArn, after),
    after === 0 ? client.send(new DescribeStateMachineForExecutionCommand({ executionArn })) : undefined,
  ]);
  return {
    now,
    ...viewOf(executionArn, described),
    ...(machine?.definition ? { definition: JSON.parse(machine.definition) as MachineDefinition } : {}),
    events,
  };
}

function viewOf(arn: string, d: DescribeExecutionCommandOutput): Omit<ExecutionView, 'now' | 'events' | 'definition'> {
  const release = releaseIn(d.input);
  return {
    arn,
    name: d.name ?? '',
    status: d.status ?? '',
    startedAt: d.startDate?.getTime() ?? 0,
    ...(d.stopDate ? { stoppedAt: d.stopDate.getTime() } : {}),
    ...(d.error === undefined ? {} : { error: d.error }),
    ...(d.cause === undefined ? {} : { cause: d.cause }),
    ...(d.input === undefined ? {} : { input: d.input }),
    ...(d.output === undefined ? {} : { output: d.output }),
    ...(release ? { release } : {}),
  };
}

function releaseIn(input: string | undefined): { service: string; number: number } | undefined {
  const parsed = JSON.parse(input ?? 'null') as { release?: unknown } | null;
  return typeof parsed?.release === 'string' ? parseReleaseId(parsed.release) : undefined;
}

async function readAll(client: SFNClient, executionArn: string): Promise<ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, ...(nextToken ? { nextToken } : {}) }),
    );
    events.push(...(page.events ?? []).map(flattenEvent));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

/** Step Functions cannot begin in the middle, but it can begin at the end. */
async function readNew(client: SFNClient, executionArn: string, after: number): Promise<ExecutionEvent[]> {
  const found: ExecutionEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: 100,
        reverseOrder: true,
        ...(nextToken ? { nextToken } : {}),
      }),
    );
    const events = (page.events ?? []).map(flattenEvent);
    found.push(...events.filter((event) => event.id > after));
    nextToken = events.some((event) => event.id <= after) ? undefined : page.nextToken;
  } while (nextToken);
  return found.reverse();
}
