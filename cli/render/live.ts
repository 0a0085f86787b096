import { isTerminal } from './style.ts';

/** Lines that scroll by, over a few at the foot that are redrawn in place. Without a terminal the foot is left out. */
export interface Live {
  line(text: string): void;
  foot(lines: string[]): void;
  end(): void;
}

export function live(): Live {
  let drawn = 0;
  let foot: string[] = [];
  const out = process.stdout;
  const wipe = (): void => {
    if (drawn > 0) out.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    if (!isTerminal()) return;
    for (const text of foot) out.write(`${clip(text, out.columns || 80)}\n`);
    drawn = foot.length;
  };
  return {
    line(text) {
      wipe();
      out.write(`${text}\n`);
      draw();
    },
    foot(lines) {
      wipe();
      foot = lines;
      draw();
    },
    end() {
      wipe();
      foot = [];
    },
  };
}

/** A line that wraps could not be wiped: it is cut at the terminal's edge, colours kept. */
function clip(text: string, columns: number): string {
  let shown = 0;
  let cut = '';
  // biome-ignore lint/complexity/useRegexLiterals: a literal would hold the escape character itself
  for (const [part, code] of text.matchAll(new RegExp('(\\u001b\\[[0-9;]*m)|.', 'gu'))) {
    if (code === undefined) shown += 1;
    if (code !== undefined || shown < columns) cut += part;
  }
  return cut;
}
