import { styleText } from 'node:util';
import type { Mutation } from './mutation.ts';
import type { HuntReport } from './run-hunt.ts';

export interface Row extends HuntReport {
  mutation: Mutation;
}

export const isCaught = ({ hunt }: HuntReport): boolean => hunt?.caught !== undefined;

const NAME = 44;
const ID = 6;
const RELEASES = 9;
const SECONDS = 9;

/** The head of the table. `width` is how many columns the terminal has. */
export const renderHead = (width: number): string =>
  styleText('bold', cut(`  ${cells('mutation', 'caught', 'releases', 'seconds')}   the bug`, width));

/** One mutation on one line; what was not caught says why on a second one. */
export function renderRow({ mutation: { name, bug }, hunt, broken, seconds }: Row, width: number): string {
  const id = hunt?.caught?.id ?? (broken ? 'BROKE' : 'NOT');
  const line = cells(name, id, hunt ? String(hunt.releases) : '-', seconds.toFixed(1));
  const mark = hunt?.caught ? styleText('green', '✔') : styleText('red', '✘');
  const said = `${mark} ${line}   ${styleText('dim', cut(bug, width - line.length - 5))}`;
  return broken ? `${said}\n    ${styleText('red', broken)}` : said;
}

const cells = (name: string, id: string, releases: string, seconds: string): string =>
  name.padEnd(NAME) + id.padEnd(ID) + releases.padStart(RELEASES) + seconds.padStart(SECONDS);

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;

/** Which promise caught how many, and the last line. */
export function renderSum(rows: Row[]): string {
  const ids = rows.flatMap(({ hunt }) => hunt?.caught?.id ?? []);
  const counts = [...new Set(ids)]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((id) => `${id} ${ids.filter((other) => other === id).length}`);
  const caught = rows.filter(isCaught).length;
  const last = `${caught} of ${rows.length} caught`;
  return `\nby ${counts.join(' · ')}\n${styleText(['bold', caught === rows.length ? 'green' : 'red'], last)}`;
}
