import { dynamoTable } from '#adapters/aws/table.ts';
import { ask } from '#adapters/http/ask.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { verifyStage } from './verify-stage.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), ask };

export const handler = composeTask(ports, verifyStage);
