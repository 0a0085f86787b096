import { cloudWatchAlarms } from '#adapters/aws/alarms.ts';
import { ecsFleet } from '#adapters/aws/fleet.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { resumeStage } from './resume-stage.ts';

const env = readEnv(ENV, process.env);
const ports = {
  table: dynamoTable(env.BAKEWATCH_TABLE),
  tokens: stepFunctionsTokens(),
  fleet: ecsFleet(),
  alarms: cloudWatchAlarms(),
  now: Date.now,
};

export const handler = compose((input: Parameters<typeof resumeStage>[1]) => resumeStage(ports, input));
