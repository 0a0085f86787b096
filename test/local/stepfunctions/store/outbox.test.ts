import { expect, it } from 'vitest';
import type { ServiceEvent } from '#local/eventbridge/aws-event.ts';
import { openStore } from '#local/stepfunctions/store/store.ts';

const event = (n: number): ServiceEvent => ({
  source: 'aws.states',
  'detail-type': 't',
  resources: [],
  detail: { n },
  time: 0,
});

it('hands each event over once and in order, and keeps what could not be handed over', () => {
  const { outbox, close } = openStore(':memory:');
  const received: unknown[] = [];
  let works = true;
  const emit = ({ detail }: ServiceEvent): void => {
    if (!works) throw new Error('the bus is away (this is part of the test)');
    received.push(detail['n']);
  };
  outbox.add(event(1));
  outbox.flush(emit);
  works = false;
  outbox.add(event(2));
  outbox.flush(emit);
  works = true;
  outbox.add(event(3));
  outbox.flush(emit);
  outbox.flush(emit);
  expect(received).toEqual([1, 2, 3]);
  close();
});
