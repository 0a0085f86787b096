import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { leaveAfterRollback } from './leave-after-rollback.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), tokens: stepFunctionsTokens() };

export const handler = composeTask(ports, leaveAfterRollback);
