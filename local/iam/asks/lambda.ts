import { arn } from '#local/account.ts';
import { text } from '../service-call.ts';
import { type Ask, request } from './ask.ts';

/** By name or ARN, with a version or an alias or without: the resource is what was asked for, no more. */
function functionArn(nameOrArn: string, qualifier: string): string {
  const whole = nameOrArn.startsWith('arn:') ? nameOrArn : arn('lambda', `function:${nameOrArn}`);
  return qualifier === '' ? whole : `${whole}:${qualifier}`;
}

export const lambdaAsks: Record<string, Ask> = {
  Invoke: ({ FunctionName, Qualifier }) => [
    request('lambda:InvokeFunction', functionArn(text(FunctionName), text(Qualifier))),
  ],
};
