import { PRICES } from './prices.ts';

/** What is billed for orchestrating: not the build, the service's own tasks and its alarms, which every design has. */
export interface Usage {
  transitions: number;
  invocations: number;
  gbSeconds: number;
  writes: number;
  reads: number;
  cloudWatchRequests: number;
}

/** Dollars at list prices, by what they are paid for. */
export const dollarsFor = (usage: Usage): Record<string, number> => ({
  'state transitions': usage.transitions * PRICES.transition,
  'requests to CloudWatch': usage.cloudWatchRequests * PRICES.cloudWatchRequest,
  'writing to the table': usage.writes * PRICES.write,
  'reading the table': usage.reads * PRICES.read,
  Lambda: usage.invocations * PRICES.request + usage.gbSeconds * PRICES.gbSecond,
});

/** Dollars at list prices. */
export const dollars = (usage: Usage): number => Object.values(dollarsFor(usage)).reduce((sum, part) => sum + part, 0);

export const add = (a: Usage, b: Usage): Usage => combine(a, b, (x, y) => x + y);

export const times = (usage: Usage, factor: number): Usage => combine(usage, usage, (x) => x * factor);

function combine(a: Usage, b: Usage, how: (x: number, y: number) => number): Usage {
  return {
    transitions: how(a.transitions, b.transitions),
    invocations: how(a.invocations, b.invocations),
    gbSeconds: how(a.gbSeconds, b.gbSeconds),
    writes: how(a.writes, b.writes),
    reads: how(a.reads, b.reads),
    cloudWatchRequests: how(a.cloudWatchRequests, b.cloudWatchRequests),
  };
}
