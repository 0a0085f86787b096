import type { Usage } from './usage.ts';

/**
 * The usual design beside ours: a state machine that asks once in a while. Wait -> Describe -> Choice for as long as a phase
 * takes, around them the states that any release needs.
 */
const STATES_OF_ITS_OWN = 25;
const STATES_PER_ROUND = 3;
/** Build, two deployments and tests, in seconds: what is there besides the bakes. */
const PHASES = [8 * 60, 6 * 60, 5 * 60, 6 * 60];
/** One Lambda of 512 MB for 150 ms and one request to CloudWatch. */
const ROUND: Usage = {
  transitions: STATES_PER_ROUND,
  invocations: 1,
  gbSeconds: 0.5 * 0.15,
  writes: 0,
  reads: 0,
  cloudWatchRequests: 1,
};
/** Wait and Choice have two events each, a Lambda task has five. */
const EVENTS_PER_ROUND = 9;

/** Rounds of one release whose bakes take `bakeSeconds`, asked every `periodSeconds`. */
export const pollerRounds = (bakeSeconds: number[], periodSeconds: number): number =>
  [...PHASES, ...bakeSeconds].reduce((rounds, seconds) => rounds + Math.ceil(seconds / periodSeconds), 0);

export function pollerUsage(bakeSeconds: number[], periodSeconds: number): Usage {
  const rounds = pollerRounds(bakeSeconds, periodSeconds);
  return {
    transitions: STATES_OF_ITS_OWN + rounds * ROUND.transitions,
    invocations: rounds * ROUND.invocations,
    gbSeconds: rounds * ROUND.gbSeconds,
    writes: 0,
    reads: 0,
    cloudWatchRequests: rounds * ROUND.cloudWatchRequests,
  };
}

/** Events in the poller's history: Step Functions ends an execution at 25,000. */
export const pollerEvents = (bakeSeconds: number[], periodSeconds: number): number =>
  pollerRounds(bakeSeconds, periodSeconds) * EVENTS_PER_ROUND;
