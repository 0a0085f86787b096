import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundleFunctions } from '../scripts/bundle.ts';

/**
 * What the webhook's bundle costs at a cold start, held to a budget: bytes, and what Node has loaded once it is imported.
 * Modules are counted, not milliseconds: the same on every machine, and one stray import (undici by way of node:http)
 * costs more than all the rest.
 */
interface Cost {
  what: string;
  is: number;
  atMost: number;
}

const BUNDLE = fileURLToPath(new URL('../dist/functions/receive-webhook.mjs', import.meta.url));
const UNWANTED = /undici|http2|child_process/;

const IMPORT_AND_LIST = 'await import(process.argv[1]); console.log(JSON.stringify(process.moduleLoadList));';

/** What Node has loaded after importing the bundle in a process of its own. */
function loadedModules(): string[] {
  const env = { BAKEWATCH_TABLE: 'table', WEBHOOK_SECRET_ID: 'secret', AWS_REGION: 'eu-central-1' };
  const listed = execFileSync(process.execPath, ['--input-type=module', '-e', IMPORT_AND_LIST, BUNDLE], { env });
  return JSON.parse(listed.toString('utf8'));
}

export function webhookBundleCosts(): Cost[] {
  const bundle = readFileSync(BUNDLE);
  const modules = loadedModules();
  return [
    { what: 'minified bytes', is: bundle.length, atMost: 290_000 },
    { what: 'gzipped bytes', is: gzipSync(bundle).length, atMost: 85_000 },
    { what: 'modules loaded by the import', is: modules.length, atMost: 205 },
    { what: 'of them undici, http2, child_process', is: modules.filter((m) => UNWANTED.test(m)).length, atMost: 0 },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleFunctions();
  const costs = webhookBundleCosts();
  console.table(Object.fromEntries(costs.map(({ what, is, atMost }) => [what, { is, 'at most': atMost }])));
  const over = costs.filter(({ is, atMost }) => is > atMost);
  if (over.length > 0) {
    console.error(`over budget: ${over.map(({ what }) => what).join(', ')}`);
    process.exitCode = 1;
  }
}
