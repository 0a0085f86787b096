import { dynamoTable } from '#adapters/aws/table.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { finishRelease } from './finish-release.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE) };

export const handler = composeTask(ports, finishRelease);
