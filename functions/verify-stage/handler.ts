import { dynamoTable } from '#adapters/aws/table.ts';
import { ask } from '#adapters/http/ask.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { verifyStage } from './verify-stage.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), ask, now: Date.now };

export const handler = compose((input: Parameters<typeof verifyStage>[1]) => verifyStage(ports, input));
