import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dynamoTable } from '#adapters/aws/table.ts';
import type { Table } from '#core/ports/table.ts';
import { TABLE } from '#infra/installation.ts';
import { type Clients, clientsFor } from '#local/installation/clients.ts';
import { UserError } from '#local/installation/user-error.ts';

export interface Connection {
  clients: Clients;
  table: Table;
  consoleUrl: string;
}

/** Connects to the instance that runs in `dir`. Throws UserError when there is none. */
export async function connect(dir: string): Promise<Connection> {
  const running = readRunning(join(dir, 'running.json'));
  const reachable = running && (await fetch(running.aws).catch(() => undefined));
  if (!running || !reachable) {
    throw new UserError(
      `Bakewatch does not run in ${relative('.', dir) || '.'}: start it with \`npm start\`, or name its directory with --dir.`,
    );
  }
  const clients = clientsFor(running.aws);
  return { clients, table: dynamoTable(TABLE, clients.dynamoDb), consoleUrl: running.console };
}

function readRunning(file: string): { aws: string; console: string } | undefined {
  try {
    const running = JSON.parse(readFileSync(file, 'utf8'));
    return running.aws ? running : undefined;
  } catch {
    return undefined;
  }
}
