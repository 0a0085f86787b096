import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Item } from '#core/ports/table.ts';

/** The new image of every record of a DynamoDB stream batch that has one, in order. */
export const newImages = ({ Records }: DynamoDBStreamEvent): Item[] =>
  Records.flatMap(({ dynamodb }) => (dynamodb?.NewImage ? [fromImage(dynamodb.NewImage)] : []));

const fromImage = (image: object): Item => unmarshall(image as Parameters<typeof unmarshall>[0]) as Item;

/**
 * Hands the new image of every record of a DynamoDB stream batch to `take`, in order. The first failure ends the batch there:
 * Lambda delivers from that record on again, so the order within a partition holds.
 */
export async function eachNewImage(
  event: DynamoDBStreamEvent,
  take: (item: Item) => Promise<unknown>,
): Promise<DynamoDBBatchResponse> {
  for (const { dynamodb } of event.Records) {
    if (!dynamodb?.NewImage) continue;
    try {
      await take(fromImage(dynamodb.NewImage));
    } catch (error) {
      console.error(
        JSON.stringify({ level: 'ERROR', message: (error as Error).message, error: (error as Error).name }),
      );
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}
