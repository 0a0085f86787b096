import { stripVTControlCharacters } from 'node:util';

/** Left-aligned columns, two spaces apart; the last one is not padded. Works with coloured cells. */
export function renderTable(header: string[], rows: string[][]): string {
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(width)),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, column) =>
        column === header.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))),
      )
      .join('  ')
      .trimEnd();
  return [
    line(header),
    line(widths.map((w, i) => '─'.repeat(i === header.length - 1 ? width(header[i] ?? '') : w))),
    ...rows.map(line),
  ].join('\n');
}

const width = (text: string): number => [...stripVTControlCharacters(text)].length;
