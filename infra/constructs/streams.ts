import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { STREAMS } from '../installation.ts';
import type { Functions } from './functions.ts';
import { keptIn } from './kept-in.ts';

/** The ledger's changes, to the functions that act on them. */
export function connectStreams(functions: Functions, table: Table, deadLetters: Queue): void {
  for (const { function: name, retries, filter } of STREAMS) {
    functions.named(name).addEventSource(
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 10,
        retryAttempts: retries,
        reportBatchItemFailures: true,
        filters: [FilterCriteria.filter(filter)],
        onFailure: keptIn(deadLetters),
      }),
    );
  }
}
