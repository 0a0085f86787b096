import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '#core/ports/table.ts';
import { TABLE } from '#infra/installation.ts';
import type { LocalAws } from '../aws.ts';

/** Calls `changed` with the new image of every item that is written from now on, in order. Returns a function that ends it. */
export function followLedger(aws: LocalAws, changed: (item: Item) => void): () => void {
  const feed = aws.dynamoDb.feed(TABLE);
  let after: string | undefined = feed.latest();
  let reading = Promise.resolve();

  const readOn = async (): Promise<void> => {
    for (;;) {
      const records = await feed.read(after, 100);
      if (records.length === 0) return;
      after = records.at(-1)?.dynamodb.SequenceNumber;
      for (const { dynamodb } of records) {
        if (dynamodb.NewImage)
          changed(unmarshall(dynamodb.NewImage as unknown as Parameters<typeof unmarshall>[0]) as Item);
      }
    }
  };
  return feed.onAppend(() => {
    reading = reading.then(readOn).catch(() => undefined);
  });
}
