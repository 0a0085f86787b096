import { describe, expect, test } from 'vitest';
import type { Finding } from '#core/doctor/finding.ts';
import { judgeLedger, type LedgerFacts, type ServiceLedger } from '#core/doctor/judge-ledger.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { aHolder, anEnvironment, aRelease, MINUTE, NOON } from '#test/fixtures/ledger.ts';

const DAY = 24 * 60 * MINUTE;
const service = (over: Partial<ServiceLedger> = {}): ServiceLedger => ({
  service: 'hello',
  appliedAt: NOON - DAY,
  releases: [],
  environments: [],
  ...over,
});
const freeze = (over: Partial<Freeze>): LedgerFacts => ({
  services: [service()],
  freezes: [{ by: 'bob', reason: 'a fair', at: NOON, ...over }],
});
const release = (over: Parameters<typeof aRelease>[0]): LedgerFacts => ({
  services: [service({ releases: [aRelease(over)] })],
  freezes: [],
});
const stage = (
  over: Parameters<typeof anEnvironment>[0],
  of = aRelease({ number: 6, state: 'BAKING' }),
): LedgerFacts => ({
  services: [service({ releases: [of], environments: [anEnvironment(over)] })],
  freezes: [],
});
const hold = { kind: 'rollback' as const, release: 6, reason: 'errors', since: NOON - 60 * MINUTE };
const lost = aHolder({ leaseUntil: NOON - 6 * MINUTE });

const unwell = (facts: LedgerFacts): Finding[] => judgeLedger(facts, NOON).filter(({ kind }) => kind !== 'ok');

describe('what is wrong in the ledger', () => {
  const wrong: [string, LedgerFacts, Finding['kind'], RegExp, RegExp][] = [
    ['no service', { services: [], freezes: [] }, 'wrong', /every push is ignored/, /bakewatch\.yaml/],
    [
      'no configuration',
      { services: [service({ appliedAt: undefined })], freezes: [] },
      'wrong',
      /hello is listed/,
      /deploy/,
    ],
    [
      'a release that never started',
      release({ acceptedAt: NOON - 11 * MINUTE }),
      'wrong',
      /hello#7 was accepted 11 min ago and never started/,
      /#releases-do-not-start/,
    ],
    [
      'a release that waits for days',
      release({ state: 'WAITING', stage: 'production', acceptedAt: NOON - 3 * DAY }),
      'warning',
      /hello#7, accepted 3 d ago, waits for production/,
      /npx bakewatch why 'hello#7'/,
    ],
    [
      'checks of which no webhook tells',
      { services: [service({ isToldOfChecks: false })], freezes: [] },
      'warning',
      /hello requires checks, and no webhook has told of any/,
      /check runs .*docs\/install\.md#checks/,
    ],
    [
      'a stage that is held',
      stage({ hold }),
      'warning',
      /hello production is held since 1 h: errors/,
      /resume hello production/,
    ],
    [
      'a stage that a failed rollback keeps',
      stage({ hold: { ...hold, kind: 'rollback-failed' }, holder: lost }),
      'wrong',
      /hello production is kept locked/,
      /#a-rollback-has-failed/,
    ],
    [
      'a lease that nobody renews',
      stage({ holder: lost }),
      'wrong',
      /locked by hello#6, of which nobody has heard since; the lease is over for 6 min/,
      /#a-release-is-stuck/,
    ],
    [
      'a lock whose release has ended',
      stage({ holder: lost }, aRelease({ number: 6, state: 'FAILED' })),
      'wrong',
      /hello#6, which has ended FAILED/,
      /#a-release-is-stuck/,
    ],
    [
      'a freeze without an end',
      freeze({ at: NOON - 2 * DAY }),
      'warning',
      /^everything is frozen since 2 d by bob/,
      /unfreeze --reason/,
    ],
    [
      'a long freeze of a stage',
      freeze({ service: 'hello', stage: 'production', at: NOON - 15 * DAY, until: NOON + DAY }),
      'warning',
      /^hello production is frozen/,
      /unfreeze hello production --reason/,
    ],
    [
      'a freeze of a stage of every service',
      freeze({ stage: 'production', at: NOON - 2 * DAY }),
      'warning',
      /^production of every service is frozen/,
      /unfreeze --stage production --reason/,
    ],
  ];
  test.each(wrong)('%s', (_what, facts, kind, message, remedy) => {
    expect(unwell(facts)).toEqual([
      {
        kind,
        about: expect.any(String),
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      },
    ]);
  });

  const right: [string, LedgerFacts][] = [
    ['nothing was released yet', { services: [service()], freezes: [] }],
    ['a release that was just accepted', release({ acceptedAt: NOON - 9 * MINUTE })],
    [
      'a release that was started and is being prepared',
      release({ executionArn: 'arn', acceptedAt: NOON - 11 * MINUTE }),
    ],
    ['a release that has waited for an hour', release({ state: 'WAITING', acceptedAt: NOON - 60 * MINUTE })],
    ['an old release that bakes for a week', release({ state: 'BAKING', acceptedAt: NOON - 5 * DAY })],
    ['a stage with a release at work', stage({ holder: aHolder() })],
    ['a lease that is over since a moment', stage({ holder: aHolder({ leaseUntil: NOON - 4 * MINUTE }) })],
    ['a freeze of today', freeze({ at: NOON - 60 * MINUTE })],
    ['a season`s freeze with an end', freeze({ at: NOON - 10 * DAY, until: NOON + DAY })],
    ['a freeze that is over', freeze({ at: NOON - 30 * DAY, until: NOON - 1 })],
  ];
  test.each(right)('is not %s', (_what, facts) => {
    expect(unwell(facts)).toEqual([]);
  });
});
