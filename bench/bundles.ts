import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundleFunctions } from '../scripts/bundle.ts';
import { type Entry, type Row, row } from './entry.ts';
import { webhookBundleCosts } from './webhook-bundle.ts';

const DIRECTORY = fileURLToPath(new URL('../dist/functions', import.meta.url));
const WEBHOOK = 'receive-webhook.mjs';
const BUDGET_KB = 400;

/** How large every function is as Lambda loads it; the webhook, whose sender waits, is held to more than bytes. */
export async function measure(): Promise<Entry> {
  await bundleFunctions();
  const names = readdirSync(DIRECTORY).filter((name) => name.endsWith('.mjs') && name !== WEBHOOK);
  return {
    title: 'Bundles: size of every function',
    rows: [
      ...webhookBundleCosts().map(({ what, is, atMost }) => row(`receive-webhook: ${what}`, is, '', atMost)),
      ...names.flatMap(rowsOf),
    ],
    note: 'ESM, minified, with the SDK clients inside and the source map outside, as it is deployed; gzip as the archive has it. 1 KB = 1,000 bytes.',
  };
}

function rowsOf(name: string): Row[] {
  const bundle = readFileSync(`${DIRECTORY}/${name}`);
  const shown = name.replace('.mjs', '');
  return [
    row(`${shown}: minified`, bundle.length / 1_000, 'KB', BUDGET_KB),
    row(`${shown}: gzipped`, gzipSync(bundle).length / 1_000, 'KB'),
  ];
}
