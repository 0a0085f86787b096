import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { HANDED_OVER } from '../installation.ts';
import type { Functions } from './functions.ts';
import { keptIn } from './kept-in.ts';

/** What Lambda does with calls that nobody waits for: how often and how long it tries, and that what failed is kept. */
export function configureHandOver(functions: Functions, deadLetters: Queue): void {
  for (const { function: name, retries, longestSeconds } of HANDED_OVER)
    functions.named(name).configureAsyncInvoke({
      retryAttempts: retries,
      maxEventAge: Duration.seconds(longestSeconds),
      onFailure: keptIn(deadLetters),
    });
}
