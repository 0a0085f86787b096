import { InvokeCommand } from '@aws-sdk/client-lambda';
import { functionName } from '#infra/installation.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { SAMPLE } from '#local/installation/sample.ts';

/** Lets releases into production again after a rollback. Throws when the function does not. */
export async function liftHold({ clients }: OneMachine): Promise<void> {
  const input = {
    service: SAMPLE.service,
    stage: 'production',
    by: 'the benchmark',
    reason: 'it was meant to fail',
    adopt: false,
  };
  const { FunctionError } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName('resume-stage'), Payload: Buffer.from(JSON.stringify(input)) }),
  );
  if (FunctionError) throw new Error(`The hold could not be lifted: ${FunctionError}`);
}
