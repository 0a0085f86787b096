import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const readGuide = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** As GitHub makes anchors of headings. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

export const headings = (text: string): string[] =>
  [...text.matchAll(/^##+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));

/** The names that begin with `bakewatch-`: functions, rules, alarms. */
export const ownNames = (text: string): string[] => [
  ...new Set([...text.matchAll(/(?<![#\w-])bakewatch-[a-z]+(?:-[a-z]+)*/g)].map(([name]) => name)),
];

/** The commands of `npx bakewatch` that a text calls, each with every flag that it gives it. */
export function calledCommands(text: string): Map<string, Set<string>> {
  const flags = new Map<string, Set<string>>();
  for (const [, name = '', rest = ''] of text.matchAll(
    /npx bakewatch ([a-z][a-z-]*)((?:\s+(?:"[^"]*"|'[^']*'|[^\s`#|]+))*)/g,
  )) {
    const used = flagsIn(rest.replaceAll(/"[^"]*"/g, ''));
    flags.set(name, new Set([...(flags.get(name) ?? []), ...used]));
  }
  return flags;
}

const cli = fileURLToPath(new URL('../../cli/bakewatch.ts', import.meta.url));

export const helpOf = (command: string): string =>
  execFileSync(process.execPath, [cli, command, '--help'], { encoding: 'utf8' });

/** The options that a text names: `-n`, `--reason`. */
export const flagsIn = (text: string): string[] => text.match(/(?<=[\s,])--?[a-z][a-z-]*/g) ?? [];

/** The orders that a text hands to `obey-command` with `order '...'`, each as it is after the shell has drawn its id. */
export const ordersIn = (text: string): unknown[] =>
  [...text.matchAll(/^order '(.+)'$/gm)].map(([, order = '']) =>
    JSON.parse(order.replace("'$(uuidgen)'", '0b0f7a52-3f4e-4b61-9c39-3d7f4f3a5f5e')),
  );
