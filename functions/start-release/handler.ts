import type { DynamoDBStreamEvent } from 'aws-lambda';
import { stepFunctionsExecutions } from '#adapters/aws/executions.ts';
import { eachNewImage, newImages } from '#adapters/aws/stream-records.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { RELEASE_PREFIX } from '#core/ledger/keys.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { countCalls } from './count-calls.ts';
import { ENV } from './env.ts';
import { startRelease } from './start-release.ts';

const env = readEnv(ENV, process.env);
const ports = { executions: stepFunctionsExecutions(env.STATE_MACHINE_ARN) };

/** The event source filters on new releases and on events that call somebody; whatever else comes is passed over. */
export const handler = compose(async (event: DynamoDBStreamEvent) => {
  // First, and of the whole batch: a release that cannot be started keeps nobody from being called.
  const calls = countCalls(newImages(event), Date.now());
  if (calls) console.log(calls);
  return eachNewImage(event, async (item) =>
    item.sk.startsWith(RELEASE_PREFIX) ? startRelease(ports, item as StoredRelease) : undefined,
  );
});
