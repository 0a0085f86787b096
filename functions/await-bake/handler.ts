import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { assumedRoles } from '#adapters/aws/roles.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readCaller } from '#functions/compose/read-caller.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { awaitBake } from './await-bake.ts';
import { ENV } from './env.ts';

const env = readEnv(ENV, process.env);
const roles = assumedRoles(readCaller(process.env));
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  tokens: stepFunctionsTokens(),
  fleet: ecsFleet(roles),
  alarms: cloudWatchAlarms(roles),
};

export const handler = composeTask(ports, awaitBake);
