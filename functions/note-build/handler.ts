import { codeBuilds } from '#adapters/aws/builds.ts';
import { dynamoTable } from '#adapters/aws/table.ts';
import { compose } from '#functions/compose/compose.ts';
import { readEnv } from '#functions/compose/read-env.ts';
import { type BuildEvent, buildOfEvent } from './build-of-event.ts';
import { ENV } from './env.ts';
import { noteBuild } from './note-build.ts';

const env = readEnv(ENV, process.env);
const ports = { table: dynamoTable(env.BAKEWATCH_TABLE), builds: codeBuilds() };

export const handler = compose(async (event: BuildEvent) => {
  const id = buildOfEvent(event);
  return id === undefined ? 'nothing to note' : noteBuild(ports, id);
});
