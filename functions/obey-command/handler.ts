import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { codeBuilds } from '#adapters/aws/builds.ts';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { ecrRegistry } from '#adapters/aws/registry.ts';
import { assumedRoles } from '#adapters/aws/roles.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { compose } from '#functions/compose/compose.ts';
import { readCaller } from '#functions/compose/read-caller.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { obeyCommand } from './obey-command.ts';

const env = readEnv(ENV, process.env);
const roles = assumedRoles(readCaller(process.env));
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  tokens: stepFunctionsTokens(),
  fleet: ecsFleet(roles),
  alarms: cloudWatchAlarms(roles),
  registry: ecrRegistry(roles),
  builds: codeBuilds(),
  now: Date.now,
};

export const handler = compose((input: unknown) => obeyCommand(ports, input));
