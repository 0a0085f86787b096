import { ecrRegistry } from '#adapters/aws/registry.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { composeTask } from '#functions/compose/compose-task.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { recordArtifact } from './record-artifact.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), registry: ecrRegistry() };

export const handler = composeTask(ports, recordArtifact);
