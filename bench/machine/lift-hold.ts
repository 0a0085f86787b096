import { randomUUID } from 'node:crypto';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { functionName } from '#infra/installation.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { SAMPLE } from '#local/installation/sample.ts';

/** Lets releases into production again after a rollback. Throws when the function does not. */
export async function liftHold({ clients }: OneMachine): Promise<void> {
  const order = {
    id: randomUUID(),
    by: { via: 'cli', id: 'the benchmark' },
    reason: 'it was meant to fail',
    command: { kind: 'resume', service: SAMPLE.service, stage: 'production' },
  };
  const { FunctionError } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName('obey-command'), Payload: Buffer.from(JSON.stringify(order)) }),
  );
  if (FunctionError) throw new Error(`The hold could not be lifted: ${FunctionError}`);
}
