import type { Passage } from '#core/delivery/deployments.ts';
import { aCurrent, MINUTE, NOON } from '#test/fixtures/ledger.ts';

/** `after` minutes after noon. */
export const at = (after: number): number => NOON + after * MINUTE;

export const forward = (requested: number): Passage['changes'] => [
  { direction: 'forward', intentAt: at(requested - 1), requestedAt: at(requested) },
];

export const back: Passage['changes'][number] = { direction: 'rollback', intentAt: NOON };

/** Accepted at `from`, taken by ECS 10 minutes later, healthy after 20. */
export const healthy = (number: number, from: number): Passage => ({
  release: { number, state: 'SUCCEEDED', acceptedAt: at(from), endedAt: at(from + 20) },
  run: { verdict: { kind: 'healthy', reason: 'good', at: at(from + 19) }, leftAt: at(from + 20) },
  changes: forward(from + 10),
});

/** Accepted at `from`, taken by ECS 10 minutes later, unhealthy after 15, proved back after 18. */
export const turned = (number: number, from: number): Passage => ({
  release: { number, state: 'ROLLED_BACK', acceptedAt: at(from), endedAt: at(from + 18) },
  run: {
    verdict: { kind: 'unhealthy', reason: 'errors', at: at(from + 15) },
    rollback: { reason: 'errors', at: at(from + 16) },
    leftAt: at(from + 18),
  },
  changes: [...forward(from + 10), back],
});

/** A person takes production back from `bad`: ordered at `from`, done 5 minutes later. */
export const byHand = (number: number, from: number, bad: number): Passage => ({
  release: {
    number,
    state: 'SUCCEEDED',
    acceptedAt: at(from),
    endedAt: at(from + 5),
    turnsBack: {
      stage: 'production',
      goesTo: aCurrent(),
      from: { release: bad, sha: 'b'.repeat(40) },
      by: 'amy',
      reason: 'slow',
    },
  },
  changes: [],
});
