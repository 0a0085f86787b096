import { dynamoTable } from '#adapters/aws/table.ts';
import { stepFunctionsTokens } from '#adapters/aws/tokens.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { resumeWaits } from './resume-waits.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), tokens: stepFunctionsTokens() };

export const handler = compose((input: Parameters<typeof resumeWaits>[1]) => resumeWaits(ports, input));
