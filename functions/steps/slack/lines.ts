const LONGEST_SECTION = 2_900;
const LONGEST_MARK = 30;

/** Markup of ours, line by line: as many as one section may hold, and how many it does not. No line is cut in two. */
export function lines(markup: string[]): string {
  const most = LONGEST_SECTION - LONGEST_MARK;
  const fitting = markup.filter((_, i) => markup.slice(0, i + 1).join('\n').length <= most);
  const left = markup.length - fitting.length;
  return [...fitting, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}
