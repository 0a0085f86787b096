import { readFileSync } from 'node:fs';
import type { Key } from '#core/ports/table.ts';

/** A row of the table of items in docs/architecture.md, and what its keys look like. */
export interface DocumentedKind {
  row: string;
  isOf(key: Key): boolean;
}

/** Examples stand for anything of their kind: a service, a stage, a number, a direction. */
const EXAMPLES: [RegExp, string][] = [
  [/<[^>]+>/g, '.+'],
  [/\bhello\b/g, '[a-z][a-z0-9-]*'],
  [/\bproduction\b/g, '[a-z][a-z0-9-]*'],
  [/\bforward\b/g, '(forward|rollback)'],
  [/\bbake\b/g, '[a-z/]+'],
  [/\b\d+\b/g, '\\d+'],
];

const pattern = (spelled: string): RegExp =>
  new RegExp(`^${EXAMPLES.reduce((text, [example, stands]) => text.replaceAll(example, stands), spelled)}$`);

/** Every kind of item that the ledger has, as docs/architecture.md lists them. */
export function documentedKinds(): DocumentedKind[] {
  const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
  const [, ledger = ''] = /\n## Ledger\n([\s\S]*?)\n## /.exec(page) ?? [];
  return [...ledger.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|/gm)].map(([, pk = '', sk = '']) => {
    const [partition, sort] = [pattern(pk), pattern(sk)];
    return { row: `${pk} / ${sk}`, isOf: (key) => partition.test(key.pk) && sort.test(key.sk) };
  });
}
