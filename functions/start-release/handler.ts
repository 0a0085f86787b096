import type { DynamoDBStreamEvent } from 'aws-lambda';
import { eventBridgeBus } from '#adapters/aws/bus.ts';
import { stepFunctionsExecutions } from '#adapters/aws/executions.ts';
import { deliverAfter, newImages, takeEach } from '#adapters/aws/stream-records.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { EVENT_SOURCE } from '#core/cdevents/event-source.ts';
import type { StoredRelease } from '#core/ledger/items.ts';
import { RELEASE_PREFIX } from '#core/ledger/keys.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { announce } from './announce.ts';
import { countCalls } from './count-calls.ts';
import { ENV } from './env.ts';
import { startRelease } from './start-release.ts';

const env = readEnv(ENV, process.env);
const ports = { executions: stepFunctionsExecutions(env.STATE_MACHINE_ARN) };
const announcing = {
  bus: eventBridgeBus(EVENT_SOURCE),
  table: dynamoTable(env.BAKEWATCH_TABLE),
  source: env.STATE_MACHINE_ARN,
  console: env.CONSOLE_URL,
  now: Date.now,
  log: console.log,
};

/** The event source filters on new releases and on what happened to them; whatever else comes is passed over. */
export const handler = compose(async (event: DynamoDBStreamEvent) => {
  const items = newImages(event);
  // First, and of the whole batch: a release that cannot be started keeps nobody from being called.
  const calls = countCalls(items, Date.now());
  if (calls) console.log(calls);
  const started = await takeEach(items, async (item) =>
    item.sk.startsWith(RELEASE_PREFIX) ? startRelease(ports, item as StoredRelease) : undefined,
  );
  // Last: a bus that is away holds up no release of this batch.
  return deliverAfter(event, await announce(announcing, items.slice(0, started)));
});
