import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, it, vi } from 'vitest';
import { deliverAfter, newImages, takeEach } from '#adapters/aws/stream-records.ts';

const inserted = (sk: string, SequenceNumber: string) => ({
  eventName: 'INSERT' as const,
  dynamodb: { SequenceNumber, NewImage: { pk: { S: 'p' }, sk: { S: sk } } },
});
const removed = { eventName: 'REMOVE' as const, dynamodb: { SequenceNumber: '2' } };
const event: DynamoDBStreamEvent = { Records: [inserted('a', '1'), removed, inserted('b', '3'), inserted('c', '4')] };

it('has the new images of a batch, in order, and passes over what has none', () => {
  expect(newImages(event).map(({ sk }) => sk)).toEqual(['a', 'b', 'c']);
});

it('has the batch delivered again from the first item on that is not done', () => {
  expect(deliverAfter(event, 0)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(deliverAfter(event, 1)).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
  expect(deliverAfter(event, 3)).toEqual({ batchItemFailures: [] });
});

it('takes item after item until one fails, and says which were taken', async () => {
  const silence = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const taken: string[] = [];
  const take = async ({ sk }: { sk: string }) => {
    if (sk === 'b') throw new Error('not this one');
    taken.push(sk);
  };
  expect(await takeEach(newImages(event), take)).toBe(1);
  expect(taken).toEqual(['a']);
  expect(silence).toHaveBeenCalledWith(expect.stringContaining('not this one'));
  silence.mockRestore();
  expect(await takeEach(newImages(event), async () => undefined)).toBe(3);
});
