import fc from 'fast-check';
import type { Blocker } from '#core/admission/blockers.ts';
import type { Carrier, ExplainFacts, ServiceFacts, StageFacts } from '#core/explain/facts.ts';
import type { Hold, PushedCommit, Run } from '#core/ledger/items.ts';
import { ONGOING, TERMINAL } from '#core/release/release.ts';
import { aCarrier, aRun, aService, aStageOf, asked } from '#test/core/explain/given.ts';
import { aCurrent, aHolder, NOON, SHA } from '#test/fixtures/ledger.ts';
import { moment, span } from './moments.ts';
import { text } from './texts.ts';

const number = fc.integer({ min: 1, max: 9 });
const stageName = fc.constantFrom('staging', 'production');
/** Now and then one, mostly none. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const often = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 6 });

const blocker: fc.Arbitrary<Blocker> = fc.oneof(
  fc.record({
    kind: fc.constant('queued' as const),
    holder: fc.constantFrom('hello#3', 'hello#6'),
    since: moment,
    leaseUntil: moment,
  }),
  fc.record({ kind: fc.constant('held' as const), reason: text, since: moment }),
  fc.record({
    kind: fc.constant('frozen' as const),
    what: fc.constantFrom('everything', 'hello', 'hello production', 'production of every service'),
    by: text,
    reason: text,
    since: moment,
    until: moment,
  }),
  fc.record({ kind: fc.constant('window' as const), reason: text }),
  fc.record({ kind: fc.constant('window' as const), reason: text, opensAt: moment }),
  fc.record({
    kind: fc.constant('approval' as const),
    given: fc.array(text, { maxLength: 2 }),
    needed: fc.constant(3),
    until: moment,
  }),
  fc.record({
    kind: fc.constant('alarm' as const),
    name: text,
    state: fc.constantFrom('ALARM', 'unreadable'),
    reason: text,
  }),
  fc.record({
    kind: fc.constant('drift' as const),
    target: text,
    expected: fc.constant('hello:5'),
    found: fc.constant('hello:9'),
  }),
);

const hold: fc.Arbitrary<Hold> = fc.record({
  kind: fc.constantFrom('rollback', 'inconclusive', 'rollback-failed', 'no-rollback-target', 'irreversible'),
  release: number,
  reason: text,
  since: moment,
});

const run = (stage: string): fc.Arbitrary<Run> =>
  fc
    .record({
      arrivedAt: moment,
      enteredAt: often(moment),
      bakeStartedAt: often(moment),
      leftAt: seldom(moment),
      blockers: often(fc.array(blocker, { maxLength: 3 })),
      recheckAt: often(moment),
      verdict: seldom(fc.record({ kind: fc.constant('not yet'), reason: text, at: moment })),
      rollback: seldom(fc.record({ reason: text, at: moment })),
    })
    .map((over) => aRun(stage, present(over)));

const waiting = { weight: 1, arbitrary: fc.constant('WAITING' as const) };

const carrier: fc.Arbitrary<Carrier> = fc
  .record({
    number,
    state: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ONGOING, ...TERMINAL) }, waiting),
    stage: often(stageName),
    reason: often(text),
    endedAt: often(moment),
    turnsBack: seldom(
      fc.record({ stage: stageName, goesTo: number.map((release) => aCurrent({ release })), by: text, reason: text }),
    ),
    bond: fc.constantFrom('own', 'contains', 'presumed'),
    staging: often(run('staging')),
    production: seldom(run('production')),
    bake: often(fc.record({ forMs: span, decideWithinMs: span })),
  })
  .map(({ bond, staging, production, bake, ...release }) =>
    aCarrier(present(release), {
      bond,
      runs: present({ staging, production }),
      bakes: present({ staging: bake, production: bake }),
    }),
  );

const stage = (name: string): fc.Arbitrary<StageFacts> =>
  fc
    .record({
      current: often(number.map((release) => aCurrent({ release }))),
      holder: often(fc.constantFrom(3, 6).map((release) => aHolder({ release }))),
      hold: often(hold),
      turn: seldom(carrier),
      isKnown: fc.boolean(),
      bakesUntil: seldom(moment),
    })
    .map(({ turn, isKnown, bakesUntil, holder, ...environment }) => {
      const { release: turned } = turn ?? {};
      const holding = holder && {
        release: aCarrier({ number: holder.release, state: 'BAKING' }).release,
        ...present({ bakesUntil }),
      };
      const rest = present({ turn: turned, holder: holding });
      return isKnown ? aStageOf(name, present({ holder, ...environment }), rest) : { name };
    });

const push: fc.Arbitrary<PushedCommit> = fc.record({
  releases: fc.constantFrom<string[]>([], ['hello#1'], ['other#2']),
  message: text,
  ref: fc.constantFrom('refs/heads/main', 'refs/heads/a b', 'refs/tags/v1'),
  at: moment,
});

const service: fc.Arbitrary<ServiceFacts> = fc
  .record({
    service: fc.constantFrom('hello', 'other'),
    branch: often(fc.constantFrom('main', "a';id;'")),
    paths: seldom(fc.constant<string[]>(['src/**'])),
    pushes: fc.array(push, { maxLength: 2 }),
    standing: fc.constantFrom('tip', 'yes', 'gone', 'unknown'),
    isHosted: fc.constantFrom<boolean | 'unknown'>(true, false, 'unknown'),
    carriers: fc
      .uniqueArray(carrier, { maxLength: 3, selector: ({ release }) => release.number })
      .map((all) => all.sort((a, b) => b.release.number - a.release.number)),
    stages: fc.oneof(
      { weight: 9, arbitrary: fc.tuple<StageFacts[]>(stage('staging'), stage('production')) },
      { weight: 1, arbitrary: fc.constant<StageFacts[]>([]) },
    ),
    quarantine: seldom(fc.record({ sha: fc.constant(SHA), reason: text, release: number })),
  })
  .map(({ branch, quarantine, ...over }) => {
    const { branch: _main, ...known } = aService(present(over));
    const item = quarantine && { service: known.service, stage: 'production', at: NOON, ...quarantine };
    return { ...known, ...present({ branch, quarantine: item }) };
  });

/** Whatever a ledger may hold, and more: also what no ledger should. */
export const anyFacts: fc.Arbitrary<ExplainFacts> = fc
  .record({
    services: fc.array(service, { maxLength: 3 }),
    sha: often(fc.constant(SHA)),
    unanswered: fc.array(text, { maxLength: 1 }),
    now: moment,
  })
  .map(({ sha, ...over }) => {
    const { sha: _known, ...facts } = asked({}, over);
    return { ...facts, ...present({ sha }) };
  });

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const present = <T extends object>(parts: T): Present<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Present<T>;
