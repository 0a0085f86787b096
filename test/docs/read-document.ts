import { readFileSync } from 'node:fs';

export const ROOT = new URL('../../', import.meta.url);

export const readDocument = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** The rows below the header of the table whose first column is headed so, cell by cell, without emphasis. */
export function rowsOf(text: string, firstHeader: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeader} |`));
  if (start === -1) throw new Error(`No table begins with the column ${firstHeader}.`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('**', '')),
  );
}

/** What is written as code in a document: `like this`. */
export const codeIn = (text: string): string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** Where its links go that are no addresses on the web, without what stands behind a `#`. */
export const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, to = '']) => (/^https?:/.test(to) ? [] : [to]));
