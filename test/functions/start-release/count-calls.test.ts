import { expect, it } from 'vitest';
import type { Entry } from '#core/ledger/record.ts';
import { record } from '#core/ledger/record.ts';
import type { Item } from '#core/ports/table.ts';
import { countCalls } from '#functions/start-release/count-calls.ts';
import { STREAMS } from '#infra/installation.ts';
import { eventFilter } from '#local/lambda/event-filter.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { aRelease, NOON } from '#test/fixtures/ledger.ts';

const written = (over: Partial<Entry> = {}): Item[] =>
  record(aRelease(), { kind: 'held', at: NOON, actor: 'bakewatch', sentence: 'is held', ...over }).flatMap((change) =>
    'put' in change ? [{ ...change.put, version: 1 } as Item] : [],
  );

it('counts each event that calls somebody, with the release that it is about', () => {
  const line = countCalls([...written({ page: true }), ...written(), ...written({ page: true })], NOON) ?? '';
  expect(countsIn(line)).toEqual({ Calls: 2 });
  expect(JSON.parse(line)).toMatchObject({ level: 'WARN', calls: [{ release: 'hello#7' }, { release: 'hello#7' }] });
});

it('says nothing when nobody is called', () => {
  expect(countCalls(written(), NOON)).toBeUndefined();
  expect(countCalls([], NOON)).toBeUndefined();
});

it('gets from the stream each new release, whatever happened to one, and news of checks, and nothing else', () => {
  const stream = STREAMS.find((one) => one.function === 'start-release');
  const passes = eventFilter([JSON.stringify(stream?.filter)]);
  const inserted = (sk: string) => ({
    eventName: 'INSERT',
    dynamodb: { Keys: { sk: { S: sk } }, NewImage: { sk: { S: sk } } },
  });
  expect(passes(inserted('RELEASE#000007'))).toBe(true);
  expect(passes(inserted('EVENT#000003'))).toBe(true);
  expect(passes(inserted('NEWS#guid'))).toBe(true);
  for (const sk of ['RUN#production', 'STAGE#production', 'HEAD', 'PLAN']) expect(passes(inserted(sk))).toBe(false);
  expect(passes({ ...inserted('RELEASE#000007'), eventName: 'MODIFY' })).toBe(false);
});
