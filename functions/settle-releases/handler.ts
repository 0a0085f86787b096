import { stepFunctionsExecutions } from '#adapters/aws/executions.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { countSweep } from './count-sweep.ts';
import { ENV } from './env.ts';
import { failIfAny } from './fail-if-any.ts';
import { releaseOfEvent, type SettlingEvent } from './release-of-event.ts';
import { settleRelease } from './settle-release.ts';
import { sweep } from './sweep.ts';

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
  const swept = await sweep(ports);
  // Said also of a sweep that failed: what it saw of the others is true.
  console.log(countSweep(swept, Date.now()));
  failIfAny(swept.failures);
  return { stages: swept.stages, releases: swept.releases?.settled };
});
