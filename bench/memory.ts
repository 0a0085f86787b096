import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS, type FunctionSpec } from '#infra/installation.ts';
import { bundleFunctions } from '../scripts/bundle.ts';
import { type Probed, probe } from './cold/probe.ts';
import { signedPushes } from './cold/signed-pushes.ts';
import { startStandIn } from './cold/stand-in.ts';
import { webhookEnv } from './cold/webhook-env.ts';
import { type Entry, type Row, row } from './entry.ts';
import { spread } from './spread.ts';

const TIMES = 7;
const PUSHES = 300;
const MB = 1_000_000;
/** So much memory comes with one whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_PROCESSOR = 1_769;
/** The other half is for what calls need. */
const IMPORT_SHARE = 1 / 2;
/** Of the time that somebody waits, or of the time-out; the rest is for AWS, which is further away than a loopback. */
const COLD_SHARE = 1 / 3;
/** When who calls hangs up, in seconds. */
const PATIENCE: Record<string, number> = { 'receive-webhook': 10, 'receive-slack': 3 };

/** Why each function has the memory that it has: what its import leaves to its calls, and how long a cold start keeps a processor busy. */
export async function measure(): Promise<Entry> {
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-bench-'));
  try {
    await bundleFunctions(dir);
    const webhook = await callWebhook(dir);
    const firstCallMs = spread(
      webhook.map(({ first, imported }) => (first?.cpuMs ?? Number.NaN) - imported.cpuMs),
    ).median;
    const rows: Row[] = [
      row('first call of a new instance, processor', firstCallMs, 'ms'),
      row(`resident after ${PUSHES} calls`, Math.max(...webhook.map(({ rssBytes }) => rssBytes)) / MB, 'MB'),
    ];
    for (const spec of FUNCTIONS) rows.push(...rowsOf(spec, await importOf(spec, dir), firstCallMs));
    return { title: 'Memory: what each function needs, and how long a cold start is at work', rows, note: NOTE };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The one function whose calls need nothing but a stand-in. */
async function callWebhook(dir: string): Promise<Probed[]> {
  const standIn = await startStandIn(dir);
  try {
    const pushes = join(dir, 'pushes.json');
    writeFileSync(pushes, JSON.stringify(signedPushes(PUSHES)));
    return await repeat(() => probe(join(dir, 'receive-webhook.mjs'), webhookEnv(standIn), pushes));
  } finally {
    await standIn.close();
  }
}

const importOf = ({ name, env }: FunctionSpec, dir: string): Promise<Probed[]> => {
  const variables = Object.fromEntries(env.map((variable) => [variable, 'https://127.0.0.1/none']));
  return repeat(() => probe(join(dir, `${name}.mjs`), variables));
};

async function repeat(run: () => Promise<Probed>): Promise<Probed[]> {
  const all: Probed[] = [];
  while (all.length < TIMES) all.push(await run());
  return all;
}

function rowsOf({ name, memoryMb, timeoutSeconds }: FunctionSpec, probed: Probed[], firstCallMs: number): Row[] {
  const importMs = spread(probed.map(({ imported }) => imported.cpuMs)).median;
  const resident = Math.max(...probed.map(({ rssBytes }) => rssBytes)) / MB;
  const coldMs = (importMs + firstCallMs) / (memoryMb / MB_PER_PROCESSOR);
  const waitedMs = Math.min(timeoutSeconds, PATIENCE[name] ?? timeoutSeconds) * 1_000;
  return [
    row(`${name}: resident after the import`, resident, 'MB', memoryMb * IMPORT_SHARE),
    row('  import, processor', importMs, 'ms'),
    row(`  cold start with ${memoryMb} MB, at work`, coldMs, 'ms', waitedMs * COLD_SHARE),
  ];
}

const NOTE = [
  `Medians of the processor's time, and the most resident, of ${TIMES} processes each. Lambda gives processor in proportion to memory, a whole one with`,
  `${MB_PER_PROCESSOR.toLocaleString('en')} MB: import and first call keep it busy for so much longer (during the import Lambda gives more, which is not counted on).`,
  'The first call is that of receive-webhook: ten requests to two services over new connections. Budgets: the import leaves half of the memory to',
  'the calls; a cold start takes a third of the time-out, or of what GitHub (10 s) and Slack (3 s) wait.',
].join('\n');
