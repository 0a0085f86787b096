import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Host } from '#core/intake/repository-id.ts';
import { handedOverAt } from '../installation.ts';
import type { Functions } from './functions.ts';
import { keptIn } from './kept-in.ts';

/** What Lambda does with calls that nobody waits for: how often and how long it tries, and that what failed is kept. */
export function configureHandOver(functions: Functions, deadLetters: Queue, hosts: ReadonlySet<Host>): void {
  for (const { function: name, retries, longestSeconds } of handedOverAt(hosts))
    functions.named(name).configureAsyncInvoke({
      retryAttempts: retries,
      maxEventAge: Duration.seconds(longestSeconds),
      onFailure: keptIn(deadLetters),
    });
}
