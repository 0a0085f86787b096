import { ecrRegistry } from '#adapters/aws/registry.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { ENV } from './env.ts';
import { recordArtifact } from './record-artifact.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), registry: ecrRegistry(), now: Date.now };

export const handler = compose((input: Parameters<typeof recordArtifact>[1]) => recordArtifact(ports, input));
