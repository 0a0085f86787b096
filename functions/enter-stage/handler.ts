import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { ecrRegistry } from '#adapters/aws/registry.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { enterStage } from './enter-stage.ts';
import { ENV } from './env.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  tokens: stepFunctionsTokens(),
  fleet: ecsFleet(),
  alarms: cloudWatchAlarms(),
  registry: ecrRegistry(),
};

export const handler = composeTask(ports, enterStage);
