import { Duration } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { HANDED_OVER } from '../installation.ts';
import type { Functions } from './functions.ts';

/** What Lambda does with calls that nobody waits for: how often and how long it tries, and that what failed is kept. */
export function configureHandOver(functions: Functions, deadLetters: Queue): void {
  for (const { function: name, retries, longestSeconds } of HANDED_OVER)
    functions.named(name).configureAsyncInvoke({
      retryAttempts: retries,
      maxEventAge: Duration.seconds(longestSeconds),
      onFailure: new SqsDestination(deadLetters),
    });
}
