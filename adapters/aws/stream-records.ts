import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Item } from '#core/ports/table.ts';

/** The new image of every record of a DynamoDB stream batch that has one, in order. */
export const newImages = ({ Records }: DynamoDBStreamEvent): Item[] =>
  Records.flatMap(({ dynamodb }) => (dynamodb?.NewImage ? [fromImage(dynamodb.NewImage)] : []));

const fromImage = (image: object): Item => unmarshall(image as Parameters<typeof unmarshall>[0]) as Item;

/** Hands the items to `take`, in order, until one fails. Returns how many, from the first on, were taken. */
export async function takeEach(items: Item[], take: (item: Item) => Promise<unknown>): Promise<number> {
  for (const [index, item] of items.entries()) {
    try {
      await take(item);
    } catch (error) {
      console.error(
        JSON.stringify({ level: 'ERROR', message: (error as Error).message, error: (error as Error).name }),
      );
      return index;
    }
  }
  return items.length;
}

/**
 * The answer when so many of a batch's new images, from the first on, are done with: Lambda delivers from the next one on again, so the
 * order within a partition holds.
 */
export function deliverAfter({ Records }: DynamoDBStreamEvent, done: number): DynamoDBBatchResponse {
  const next = Records.filter(({ dynamodb }) => dynamodb?.NewImage)[done];
  return { batchItemFailures: next ? [{ itemIdentifier: next.dynamodb?.SequenceNumber ?? '' }] : [] };
}
