import { stepFunctionsExecutions } from '#adapters/aws/executions.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { releaseOfEvent, type SettlingEvent } from './release-of-event.ts';
import { settleRelease } from './settle-release.ts';
import { sweepReleases } from './sweep-releases.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  executions: stepFunctionsExecutions(env.STATE_MACHINE_ARN),
  now: Date.now,
};

/** An execution's end looks after its release; anything else, the schedule above all, looks after all of them. */
export const handler = compose(async (event: SettlingEvent) => {
  const release = releaseOfEvent(event);
  return release ? settleRelease(ports, release) : sweepReleases(ports);
});
