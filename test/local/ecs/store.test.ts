import { expect, test, vi } from 'vitest';
import { openStore } from '#local/ecs/store.ts';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';

const event = (time: number): ServiceEvent => ({
  source: 'aws.ecs',
  'detail-type': 'ECS Service Action',
  resources: [],
  time,
  detail: {},
});
const cluster = { arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/staging' } as never;

test('a change is committed although the event bus fails, and its event goes with the next one', () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const told: number[] = [];
  let isBroken = true;
  const store = openStore(':memory:', ({ time }) => {
    if (isBroken) throw new Error('the bus is closed');
    told.push(time ?? 0);
  });
  store.commit(() => {
    store.clusters.put(cluster);
    store.publish(event(1));
  });
  expect(store.clusters.list()).toHaveLength(1);
  expect(complaints).toHaveBeenCalledOnce();
  isBroken = false;
  store.commit(() => store.publish(event(2)));
  expect(told).toEqual([1, 2]);
  store.close();
  complaints.mockRestore();
});

test('a change that throws leaves no trace, in memory neither', () => {
  const store = openStore(':memory:', () => undefined);
  const fail = (): never => {
    store.clusters.put(cluster);
    throw new Error('changed my mind');
  };
  expect(() => store.commit(fail)).toThrow('changed my mind');
  expect(store.clusters.list()).toEqual([]);
  store.close();
});
