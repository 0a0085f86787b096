import { userInfo } from 'node:os';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { functionName } from '#infra/installation.ts';
import { connect } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';

export interface ResumeOptions {
  dir: string;
  json: boolean;
  reason: string;
  by?: string;
  adopt: boolean;
  fixForward: boolean;
}

/** Lifts the hold of a stage, adopts what runs there, or lets a fix go forward: in a person's name. */
export async function resume(service: string, stage: string, options: ResumeOptions): Promise<number> {
  const { clients } = await connect(options.dir);
  const { reason, adopt, fixForward } = options;
  const input = { service, stage, by: options.by ?? userInfo().username, reason, adopt, fixForward };
  const answer = await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName('resume-stage'), Payload: Buffer.from(JSON.stringify(input)) }),
  );
  const said = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8')) as {
    resumed?: boolean;
    message?: string;
    errorMessage?: string;
  };
  if (options.json) console.log(JSON.stringify(said, null, 2));
  else console.log(said.message ?? said.errorMessage ?? 'The function gave no answer.');
  return said.resumed ? EXIT.done : EXIT.otherwise;
}
