import { relative } from 'node:path';
import { dynamoTable } from '#adapters/aws/table.ts';
import { TABLE } from '#infra/installation.ts';
import { clientsFor } from '#local/installation/clients.ts';
import { type Connection, isInAccount, type Where } from './connection.ts';
import { readRunning } from './read-running.ts';
import { Unreachable } from './unreachable.ts';

/** Connects to Bakewatch where it was said to be. Throws UserError when it is not there. */
export async function connect(where: Where): Promise<Connection> {
  const { dir, profile, region } = where;
  if (!isInAccount(where)) return connectMachine(dir);
  const { connectAccount } = await import('./connect-account.ts');
  return connectAccount({ profile, region });
}

async function connectMachine(dir: string): Promise<Connection> {
  const running = await readRunning(dir);
  if (!running) {
    throw new Unreachable(
      `Bakewatch does not run in ${relative('.', dir) || '.'}: start it with \`npm start\`, name its directory with --dir, or say --aws when it is in an account.`,
    );
  }
  const clients = clientsFor(running.aws);
  return {
    clients,
    table: dynamoTable(TABLE, clients.dynamoDb),
    checkup: async () => (await import('#adapters/aws/checkup.ts')).awsCheckup(clients),
    place: relative('.', dir) || '.',
    home: running.console,
    pageOf: ({ service, number }) => `${running.console}/releases/${service}/${number}`,
  };
}
