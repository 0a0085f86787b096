import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS } from '#infra/installation.ts';
import { bundleFunctions } from '../scripts/bundle.ts';
import { bundleClientsOf, writeEmpty } from './cold/bundle-cold.ts';
import { type Probed, probe, type Took } from './cold/probe.ts';
import { ratioOf, rounds, spreadOf } from './cold/rounds.ts';
import { type Entry, type Row, row } from './entry.ts';

const WEBHOOK = 'receive-webhook';
const BUDGET = 2;

/** What every function but the webhook adds at a cold start to the SDK clients that it cannot do without. */
export async function measure(): Promise<Entry> {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-bench-'));
  try {
    await bundleFunctions(dir);
    const empty = writeEmpty(dir);
    const rows: Row[] = [];
    for (const { name, env } of FUNCTIONS.filter((one) => one.name !== WEBHOOK)) {
      const variables = Object.fromEntries(env.map((variable) => [variable, 'https://127.0.0.1/none']));
      const clients = await bundleClientsOf(name, dir);
      const probed = await rounds({
        empty: () => probe(empty, variables),
        clients: () => probe(clients, variables),
        function: () => probe(join(dir, `${name}.mjs`), variables),
      });
      rows.push(...rowsOf(name, probed));
    }
    return { title: 'Imports: every other function beside its AWS clients alone', rows, note: NOTE };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const imported = ({ imported: took }: Probed): Took => took;

function rowsOf(name: string, probed: Record<'empty' | 'clients' | 'function', Probed[]>): Row[] {
  const toClients = (unit: keyof Took): number =>
    ratioOf(probed.function, probed.clients, imported, unit, probed.empty);
  const { min, median, max } = spreadOf(probed.function, imported, 'wallMs');
  return [
    row(`${name}: to its clients, processor`, toClients('cpuMs'), 'x', BUDGET),
    row('  to its clients, clock', toClients('wallMs'), 'x'),
    row('  import, median', median, 'ms'),
    row('  from', min, 'ms'),
    row('  to', max, 'ms'),
  ];
}

const NOTE = [
  'Import of the bundle over that of an empty module, in processes of their own, in turn: 20 rounds after two. The clients alone are the',
  'same clients and commands in a bundle of the same options; clients that a function makes when it first calls them are not made here either.',
].join('\n');
