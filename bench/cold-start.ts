import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../scripts/bundle.ts';
import { bundleClientsOf, bundleFloor, writeEmpty } from './cold/bundle-cold.ts';
import { type Probed, probe, type Took } from './cold/probe.ts';
import { ratioOf, rounds, spreadOf } from './cold/rounds.ts';
import { signedPushes } from './cold/signed-pushes.ts';
import { startStandIn } from './cold/stand-in.ts';
import { webhookEnv } from './cold/webhook-env.ts';
import { type Entry, type Row, row } from './entry.ts';

const PUSHES = 300;
const WARM_RUNS = 5;
const BUDGETS = { importToClients: 1.35, firstToFloor: 3.5, warmToFloor: 3 };

/** How long GitHub waits for the first webhook of a new instance, and what each further one costs, beside the least that is possible. */
export async function measure(): Promise<Entry> {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-bench-'));
  const standIn = await startStandIn(dir);
  try {
    const env = webhookEnv(standIn);
    const same = { ...env, FLOOR_ASKS: 'the same' };
    const [one, many] = [writeEvents(dir, 1), writeEvents(dir, PUSHES)];
    await bundleFunctions(dir);
    const webhook = join(dir, 'receive-webhook.mjs');
    const floor = await bundleFloor(dir);
    const clients = await bundleClientsOf('receive-webhook', dir);
    const empty = writeEmpty(dir);
    const cold = await rounds({
      empty: () => probe(empty, env),
      clients: () => probe(clients, env),
      webhook: () => probe(webhook, env, one),
      same: () => probe(floor, same, one),
      floor: () => probe(floor, env, one),
    });
    const warm = await rounds(
      {
        webhook: () => probe(webhook, env, many),
        same: () => probe(floor, same, many),
        floor: () => probe(floor, env, many),
      },
      WARM_RUNS,
    );
    return { title: TITLE, rows: [...importRows(cold), ...firstRows(cold), ...warmRows(warm)], note: NOTE };
  } finally {
    await standIn.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function writeEvents(dir: string, count: number): string {
  const file = join(dir, `${count}-pushes.json`);
  writeFileSync(file, JSON.stringify(signedPushes(count)));
  return file;
}

const imported = ({ imported: took }: Probed): Took => took;
const first = ({ first: took }: Probed): Took | undefined => took;
const each = ({ others }: Probed): Took | undefined =>
  others && { wallMs: others.wallMs / others.count, cpuMs: others.cpuMs / others.count };

type Contestants<Name extends string> = Record<Name, Probed[]>;

function importRows({ empty, clients, webhook }: Contestants<'empty' | 'clients' | 'webhook'>): Row[] {
  const toClients = (unit: keyof Took): number => ratioOf(webhook, clients, imported, unit, empty);
  return [
    ...timeRows('import', webhook, imported),
    ...timeRows('import of its AWS clients alone', clients, imported),
    ...timeRows('import of nothing', empty, imported),
    row('import to its clients`, processor', toClients('cpuMs'), 'x', BUDGETS.importToClients),
    row('import to its clients`, clock', toClients('wallMs'), 'x'),
  ];
}

function firstRows({ webhook, same, floor }: Contestants<'webhook' | 'same' | 'floor'>): Row[] {
  return [
    ...timeRows('first webhook', webhook, first),
    ...timeRows('first webhook, floor', same, first),
    ...timeRows('first webhook, floor that only writes', floor, first),
    ratio('first webhook to the floor`s, processor', webhook, same, first, 'cpuMs', BUDGETS.firstToFloor),
    ratio('first webhook to the floor`s, clock', webhook, same, first, 'wallMs'),
    ratio('first webhook to that of a floor that only writes, clock', webhook, floor, first, 'wallMs'),
  ];
}

function warmRows({ webhook, same, floor }: Contestants<'webhook' | 'same' | 'floor'>): Row[] {
  const cpu = (what: string, probed: Probed[]): Row => row(what, spreadOf(probed, each, 'cpuMs').median, 'ms');
  return [
    cpu('each further webhook, processor', webhook),
    cpu('each further webhook, processor, floor', same),
    cpu('each further webhook, processor, floor that only writes', floor),
    ratio('further webhook to the floor`s, processor', webhook, same, each, 'cpuMs', BUDGETS.warmToFloor),
    ratio('further webhook to that of a floor that only writes, processor', webhook, floor, each, 'cpuMs'),
  ];
}

/** The middle, and how far apart: a budget of a ratio means little when they are. */
function timeRows(what: string, probed: Probed[], took: (one: Probed) => Took | undefined): Row[] {
  const { min, median, max } = spreadOf(probed, took, 'wallMs');
  return [
    row(`${what}, median`, median, 'ms'),
    row('  from', min, 'ms'),
    row('  to', max, 'ms'),
    row('  processor, median', spreadOf(probed, took, 'cpuMs').median, 'ms'),
  ];
}

const ratio = (
  what: string,
  ours: Probed[],
  theirs: Probed[],
  took: (one: Probed) => Took | undefined,
  unit: keyof Took,
  budget?: number,
): Row => row(what, ratioOf(ours, theirs, took, unit), 'x', budget);

const TITLE = 'Cold start: the first webhook of a new instance, and each further one';
const NOTE = [
  'Each figure is the middle of 20 processes of their own, in turn, after two rounds for the disk`s cache; ratios are the middle of those of each round. The clients alone are',
  'the same clients and commands in a bundle of the same options. Both floors have their own signature and node:https instead of the SDK, against the',
  'same HTTPS stand-in on this machine: one asks AWS what receive-webhook asks, the other reads nothing and writes one transaction.',
  'Budgets are ratios of processor time, which hold also where other work goes on; by the clock they are printed beside.',
  `Further webhooks: ${PUSHES - 1} signed pushes of 7 KB, one after the other, in each of ${WARM_RUNS} processes.`,
].join('\n');
