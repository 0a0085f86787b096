import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { recordMigration } from './record-migration.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), now: Date.now };

export const handler = compose((input: Parameters<typeof recordMigration>[1]) => recordMigration(ports, input));
