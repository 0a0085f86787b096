import { FUNCTIONS, functionName } from '#infra/installation.ts';
import type { Invocation, TimedCall } from '../machine/open-machine.ts';
import type { Usage } from './usage.ts';
import { TRANSACTION_UNITS } from './write-units.ts';

interface Made {
  invocations: Invocation[];
  calls: TimedCall[];
  /** Absent: every write is a transaction of one small item. */
  writeUnits?: number;
}

/** What is billed of some invocations and their calls, beside the state transitions. */
export function usageOf({ invocations, calls, writeUnits }: Made): Omit<Usage, 'transitions'> {
  const count = (service: string, operation?: string): number =>
    calls.filter((call) => call.service === service && (!operation || call.operation === operation)).length;
  return {
    invocations: invocations.length,
    gbSeconds: invocations.reduce(
      (sum, { functionName: name, ms }) => sum + (Math.ceil(ms) / 1_000) * memoryGb(name),
      0,
    ),
    writes: writeUnits ?? count('dynamodb', 'TransactWriteItems') * TRANSACTION_UNITS,
    reads: count('dynamodb', 'GetItem') + count('dynamodb', 'Query'),
    cloudWatchRequests: count('monitoring'),
  };
}

function memoryGb(name: string): number {
  const spec = FUNCTIONS.find((one) => functionName(one.name) === name);
  if (!spec) throw new Error(`${name} is no function of an installation.`);
  return spec.memoryMb / 1_024;
}
