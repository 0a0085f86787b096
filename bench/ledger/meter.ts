import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Metered {
  requests: number;
  /** Capacity units, as DynamoDB says that it has consumed them. */
  units: number;
}

interface Answered {
  output: { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] };
}

/** Has every request of the client say what it consumed. Returns what `use` has consumed by it; only one may be measured at a time. */
export function meter(client: DynamoDBClient): (use: () => Promise<unknown>) => Promise<Metered> {
  let total: Metered = { requests: 0, units: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const consumed = [(answered as Answered).output.ConsumedCapacity ?? []].flat();
      total.requests += 1;
      total.units += consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      return answered;
    },
    { step: 'initialize', name: 'meter' },
  );
  return async (use) => {
    total = { requests: 0, units: 0 };
    await use();
    return total;
  };
}
