import { setTimeout as after } from 'node:timers/promises';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clients } from '#local/installation/clients.ts';

const ASK_AGAIN_MS = 50;
const LONGEST_MS = 20_000;

/** A release has ended before its execution has: the last states only tidy up. Rejects after 20 s. */
export async function awaitEndOfExecution({ stepFunctions }: Clients, executionArn: string): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  while (performance.now() < until) {
    const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return;
    await after(ASK_AGAIN_MS);
  }
  throw new Error(`${executionArn} has not ended.`);
}
