import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '#local/time/clock.ts';

const START = Date.UTC(2026, 0, 1);

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

test('a timer that Node fires too early is armed again, and nothing runs before its time', () => {
  const ran: number[] = [];
  systemClock().at(START + 1_000, () => ran.push(Date.now()));
  vi.setSystemTime(START - 1);
  vi.advanceTimersByTime(1_000);
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ran).toEqual([START + 1_000]);
});

test('a wall clock that is set back delays what is due until that time has really come', () => {
  const ran: number[] = [];
  systemClock().at(START + 1_000, () => ran.push(Date.now()));
  vi.setSystemTime(START - 60_000);
  vi.advanceTimersByTime(60_999);
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ran).toEqual([START + 1_000]);
});

test('a wait longer than the longest timer of Node ends at its time, not at once', () => {
  const ran: number[] = [];
  const due = START + 40 * 86_400_000;
  systemClock().at(due, () => ran.push(Date.now()));
  vi.advanceTimersByTime(due - START - 1);
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ran).toEqual([due]);
});

test('what is cancelled after it was armed again does not run', () => {
  const ran: number[] = [];
  const cancel = systemClock().at(START + 1_000, () => ran.push(Date.now()));
  vi.setSystemTime(START - 1);
  vi.advanceTimersByTime(1_000);
  cancel();
  vi.advanceTimersByTime(10_000);
  expect(ran).toEqual([]);
});
