import { InvokeCommand } from '@aws-sdk/client-lambda';
import { functionName } from '#infra/installation.ts';
import type { Clients } from './clients.ts';

/** Calls one of Bakewatch's functions and waits for its answer; `errorMessage` instead, when it broke off. */
export async function invoke<Answer>(
  { lambda }: Pick<Clients, 'lambda'>,
  name: string,
  input: unknown,
): Promise<Answer & { errorMessage?: string }> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: functionName(name), Payload: Buffer.from(JSON.stringify(input)) }),
  );
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8'));
}
