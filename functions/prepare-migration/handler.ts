import { ecsFleet } from '#adapters/aws/fleet.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { prepareMigration } from './prepare-migration.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), fleet: ecsFleet() };

export const handler = composeTask(ports, prepareMigration);
