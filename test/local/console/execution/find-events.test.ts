import { expect, it } from 'vitest';
import type { ExecutionEvent } from '#local/console/execution/execution-event.ts';
import { findEvents } from '#local/console/execution/find-events.ts';

const event = (id: number, type: string, details: Record<string, unknown> = {}): ExecutionEvent => ({
  id,
  previous: id - 1,
  type,
  at: id,
  details,
});
const EVENTS = [
  event(1, 'ExecutionStarted'),
  event(2, 'TaskFailed', { error: 'States.Timeout' }),
  event(3, 'TaskSucceeded'),
];
const NAMES = new Map([
  [2, 'Bake'],
  [3, 'Leave stage'],
]);

it.each([
  ['everything without a wish', '', false, [1, 2, 3]],
  ['a type', 'succeeded', false, [3]],
  ['the state that it belongs to', ' bake ', false, [2]],
  ['what its details say', 'states.TIMEOUT', false, [2]],
  ['trouble alone', '', true, [2]],
  ['nothing', 'leave', true, []],
])('finds %s', (_what, text, onlyTrouble, ids) => {
  expect(findEvents(EVENTS, NAMES, { text, onlyTrouble }).map(({ id }) => id)).toEqual(ids);
});
