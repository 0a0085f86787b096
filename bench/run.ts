import { cpus, loadavg, totalmem } from 'node:os';
import type { Entry } from './entry.ts';
import { renderEntry } from './render-entry.ts';

/**
 * `npm run bench [-- --json] [-- name ...]`: measures the entries, one after the other so that none disturbs another, and
 * prints a table of each. Exit code 1 when a budget is exceeded. Each entry is loaded when its turn comes. The load of the
 * machine is printed before and after: times that were measured beside other work say little.
 */
const ENTRIES: Record<string, () => Promise<{ measure(): Promise<Entry> }>> = {
  bundles: () => import('./bundles.ts'),
  'cold-start': () => import('./cold-start.ts'),
  imports: () => import('./imports.ts'),
  memory: () => import('./memory.ts'),
  ledger: () => import('./ledger.ts'),
  engine: () => import('./engine.ts'),
  'start-up': () => import('./start-up.ts'),
  'per-release': () => import('./per-release.ts'),
  overhead: () => import('./overhead.ts'),
  'alarm-to-rollback': () => import('./alarm-to-rollback.ts'),
};

const asJson = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--json');
const unknown = wanted.filter((name) => !ENTRIES[name]);
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: there are ${Object.keys(ENTRIES).join(', ')}.`);
  process.exit(2);
}

const say = (text: string): void => {
  if (!asJson) console.log(text);
};
const loadNow = (): number => Number((loadavg()[0] ?? 0).toFixed(1));
const on = {
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: loadNow(),
};
say(`${on.cores} cores (${on.processor}), ${on.memoryGb} GB, Node ${on.node}, load ${on.loadBefore}\n`);

const began = performance.now();
const entries: Record<string, Entry> = {};
for (const [name, load] of Object.entries(ENTRIES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const entry = await (await load()).measure();
  entries[name] = entry;
  say(`${renderEntry(entry)}\n`);
}

const exceeded = Object.values(entries).flatMap(({ rows }) => rows.filter(({ holds }) => !holds));
const tookSeconds = Math.round((performance.now() - began) / 1_000);
if (asJson)
  console.log(
    JSON.stringify(
      { on: { ...on, loadAfter: loadNow() }, tookSeconds, holds: exceeded.length === 0, entries },
      null,
      2,
    ),
  );
say(`${tookSeconds} s in all, load ${loadNow()} at the end`);
say(exceeded.length === 0 ? 'All budgets hold.' : `Exceeded: ${exceeded.map(({ what }) => what).join('; ')}.`);
process.exit(exceeded.length === 0 ? 0 : 1);
