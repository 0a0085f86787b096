import { build } from 'esbuild';
import { handlerFile } from '../../scripts/bundle.ts';

/** What a function imports of each SDK client package: the client itself and its commands. */
export type Clients = Record<string, string[]>;

const IMPORTS = /import\s*\{([^}]*)\}\s*from "(@aws-sdk\/client-[^"]+)"/g;

/** The clients and commands that are left in a function when everything that it does not use is gone, as its bundle has them. */
export async function clientsOf(name: string): Promise<Clients> {
  const { outputFiles } = await build({
    entryPoints: [handlerFile(name)],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@aws-sdk/*'],
    logLevel: 'error',
  });
  const found = [...(outputFiles[0]?.text.matchAll(IMPORTS) ?? [])];
  if (found.length === 0) throw new Error(`No SDK client was found in ${name}: there is nothing to compare it with.`);
  return Object.fromEntries(found.map(([, names = '', from = '']) => [from, namesIn(names)]));
}

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.replace(/ as .*/, '').trim())
    .filter((name) => name !== '');

/** These our functions make when they first need them (`adapters/aws/per-place.ts`, `roles.ts`), so their import does not pay for it. */
const MADE_LATER = new Set(['CloudWatchClient', 'ECSClient', 'ECRClient', 'STSClient']);

/** A module with these clients alone, made as a function makes them while it is imported. */
export function sourceOf(clients: Clients): string {
  const lines = Object.entries(clients).map(([from, names]) => `import { ${names.join(', ')} } from '${from}';`);
  const names = Object.values(clients).flat();
  const made = names.filter((name) => name.endsWith('Client') && !MADE_LATER.has(name));
  return [
    ...lines,
    `export const clients = [${made.map((name) => `new ${name}({})`).join(', ')}];`,
    `export const others = [${names.filter((name) => !made.includes(name)).join(', ')}];`,
  ].join('\n');
}
