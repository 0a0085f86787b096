import type { Entry, Row } from './entry.ts';

/** One entry as a table for a person. */
export function renderEntry({ title, rows, note }: Entry): string {
  const cells = [['what', 'measured', 'budget', 'unit', ''], ...rows.map(cellsOf)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  const lines = cells.map(([what = '', measured = '', budget = '', unit = '', holds = '']) =>
    [
      what.padEnd(widths[0] ?? 0),
      measured.padStart(widths[1] ?? 0),
      budget.padStart(widths[2] ?? 0),
      unit.padEnd(widths[3] ?? 0),
      holds,
    ]
      .join('  ')
      .trimEnd(),
  );
  return [title, '', ...lines, '', note].join('\n');
}

function cellsOf({ what, measured, budget, unit, holds }: Row): string[] {
  const verdict = budget === undefined ? '' : holds ? 'holds' : 'EXCEEDED';
  return [what, figure(measured), budget === undefined ? '' : figure(budget), unit, verdict];
}

/** Three digits say enough of anything that was measured; whole numbers are counts. */
const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
