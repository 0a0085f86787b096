import { stepFunctionsExecutions } from '#adapters/aws/executions.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { releaseOfEvent, type SettlingEvent } from './release-of-event.ts';
import { settleRelease } from './settle-release.ts';
import { sweepReleases } from './sweep-releases.ts';
import { sweepStages } from './sweep-stages.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  executions: stepFunctionsExecutions(env.STATE_MACHINE_ARN),
  tokens: stepFunctionsTokens(),
  now: Date.now,
};

/** An execution's end looks after its release; anything else, the schedule above all, looks after all of them. */
export const handler = compose(async (event: SettlingEvent) => {
  const release = releaseOfEvent(event);
  if (release) return settleRelease(ports, release);
  // Each half is done whatever becomes of the other.
  const [stages, releases] = await Promise.allSettled([sweepStages(ports), sweepReleases(ports)]);
  for (const swept of [stages, releases]) if (swept.status === 'rejected') throw swept.reason;
  return { stages, releases };
});
