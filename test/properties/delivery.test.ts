import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deployedAt, deploymentsTo, type Passage } from '#core/delivery/deployments.ts';
import { type Figures, measure, windowStart } from '#core/delivery/measure.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { passages } from './given/passages.ts';
import { holds, must, reached } from './holds.ts';

const DAY = 86_400_000;

/** The window of a day begins in the midst of what happens, or long before. */
const now = fc.constantFrom(NOON + DAY, NOON + DAY + 600_000, NOON + 3_600_000);

const figuresOf = (given: readonly Passage[], at: number): Figures =>
  measure(deploymentsTo('production', given), 1, at);

describe('delivery figures', () => {
  it('are the same in whatever order the releases come', () => {
    const shuffled = passages.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    holds(fc.tuple(shuffled, now), ([[given, other], at]) =>
      isDeepStrictEqual(figuresOf(given, at), figuresOf(other, at)),
    );
  });

  it('are not changed by an older release that was deployed before the window', () => {
    const cases = reached('deployed before', 'deployed inside');
    holds(fc.tuple(passages, now), ([given, at]) => {
      const [oldest, ...others] = given;
      const deployed = oldest && deployedAt(oldest);
      if (deployed === undefined) return true;
      const isBefore = deployed < windowStart(1, at);
      cases.note(isBefore ? 'deployed before' : 'deployed inside');
      const [all, without] = [figuresOf(given, at), figuresOf(others, at)];
      return isBefore ? isDeepStrictEqual(all, without) : all.deployments.count === without.deployments.count + 1;
    });
    expect(cases.rare()).toEqual([]);
  });

  it('have a rate from 0 to 1, and none of nothing', () => {
    const cases = reached('none', 'all good', 'failed');
    holds(fc.tuple(passages, now), ([given, at]) => {
      const { deployments, changeFailure } = figuresOf(given, at);
      const { failed, of, rate } = changeFailure;
      must(failed <= of && of <= deployments.count, 'more failed than were deployed');
      cases.note(of === 0 ? 'none' : failed === 0 ? 'all good' : 'failed');
      return of === 0 ? rate === undefined : rate !== undefined && rate >= 0 && rate <= 1;
    });
    expect(cases.rare()).toEqual([]);
  });

  it('have times of 0 and more, and none of nothing', () => {
    const cases = reached('none', 'some');
    holds(fc.tuple(passages, now), ([given, at]) => {
      const { leadTime, changeFailure, timeToRestore } = figuresOf(given, at);
      cases.note(leadTime.n + timeToRestore.n === 0 ? 'none' : 'some');
      return leadTime.n <= changeFailure.of && isInOrder(leadTime) && isInOrder(timeToRestore);
    });
    expect(cases.rare()).toEqual([]);
  });

  it('say of each failure that it was restored or is open', () => {
    const cases = reached('restored', 'open', 'no failure');
    holds(fc.tuple(passages, now), ([given, at]) => {
      const { changeFailure, timeToRestore } = figuresOf(given, at);
      if (timeToRestore.n > 0) cases.note('restored');
      if (timeToRestore.open > 0) cases.note('open');
      if (changeFailure.failed === 0) cases.note('no failure');
      return timeToRestore.n + timeToRestore.open === changeFailure.failed;
    });
    expect(cases.rare()).toEqual([]);
  });

  it('count no less in a wider window', () => {
    holds(fc.tuple(passages, now), ([given, at]) => {
      const deployments = deploymentsTo('production', given);
      const [narrow, wide] = [measure(deployments, 1, at), measure(deployments, 7, at)];
      return (
        narrow.deployments.count <= wide.deployments.count && narrow.changeFailure.failed <= wide.changeFailure.failed
      );
    });
  });
});

function isInOrder({ n, medianMs, p90Ms }: Figures['leadTime']): boolean {
  if (medianMs === undefined || p90Ms === undefined) return n === 0;
  return n > 0 && medianMs >= 0 && medianMs <= p90Ms;
}
