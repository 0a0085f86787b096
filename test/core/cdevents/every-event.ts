import type { EventFacts } from '#core/cdevents/release-events.ts';
import type { EventKind, LedgerEvent } from '#core/ledger/items.ts';
import { ONGOING, TERMINAL } from '#core/release/release.ts';
import { aCurrent, aRelease, digest, NOON, SHA } from '#test/fixtures/ledger.ts';

/** All of them: a kind that is missing here does not compile. */
const KINDS: Record<EventKind, true> = {
  accepted: true,
  prepared: true,
  checked: true,
  'build-started': true,
  artifact: true,
  arrived: true,
  blocked: true,
  entered: true,
  deploying: true,
  deployed: true,
  verified: true,
  'bake-started': true,
  verdict: true,
  held: true,
  'accepted-by-person': true,
  resumed: true,
  'rolling-back': true,
  'taken-over': true,
  approved: true,
  rejected: true,
  cancelling: true,
  emergency: true,
  migrated: true,
  settling: true,
  overdue: true,
  refused: true,
  ended: true,
};
export const EVENT_KINDS = Object.keys(KINDS) as EventKind[];

export const EXECUTION =
  'https://console.test/states/home#/v2/executions/details/arn:aws:states:us-east-1:1:execution:a:b';

export const anEvent = (over: Partial<LedgerEvent> = {}): LedgerEvent => ({
  release: 'hello#7',
  number: 3,
  at: NOON,
  actor: 'bakewatch',
  kind: 'held',
  sentence: 'holds production: too few samples',
  state: 'BAKING',
  stage: 'production',
  ...over,
});

export const IMAGE = `1.dkr.ecr.eu-central-1.amazonaws.com/acme/hello@${digest('7')}`;
const run = { release: 'hello#7', stage: 'production', arrivedAt: NOON };

const goesTo = aCurrent({ release: 5, digest: digest('5') });
const turnsBack = { stage: 'production', goesTo, by: 'amy', reason: 'it is slow' };

export const FACTS: Record<string, EventFacts> = {
  nothing: { execution: EXECUTION },
  'a push': { release: aRelease(), run, image: IMAGE, execution: EXECUTION },
  'a push over an earlier release': {
    release: aRelease(),
    run: { ...run, rollbackTo: goesTo },
    image: IMAGE,
    execution: EXECUTION,
  },
  'a push that was taken back': {
    release: aRelease(),
    run: { ...run, rollbackTo: goesTo },
    image: IMAGE,
    wentBack: true,
    execution: EXECUTION,
  },
  'a rollback by hand': {
    release: aRelease({ turnsBack, sha: SHA }),
    run,
    image: IMAGE,
    wentBack: true,
    execution: EXECUTION,
  },
};

/** Every kind in every state, in a stage and in none, with all and with no words besides. */
export const everyEvent = (): LedgerEvent[] =>
  EVENT_KINDS.flatMap((kind) =>
    [...ONGOING, ...TERMINAL].flatMap((state) => {
      const { stage: _stage, ...nowhere } = anEvent({ kind, state });
      return [anEvent({ kind, state, page: true, alarms: ['a'], logs: 'https://logs' }), nowhere];
    }),
  );
