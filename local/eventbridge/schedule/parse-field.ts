export interface FieldRange {
  min: number;
  max: number;
  /** Names that stand for numbers, the first of them for `first`. */
  names?: string[];
  first?: number;
}

/** The numbers a cron field stands for: `*`, `5`, `1,2`, `1-5`, `0/15`, steps over `*` and names. Throws an Error naming the field. */
export function parseField(field: string, range: FieldRange): Set<number> {
  const numbers = field.split(',').flatMap((part) => parsePart(part, range));
  if (numbers.length === 0) throw new Error(`the field "${field}" is empty`);
  return new Set(numbers);
}

function parsePart(part: string, range: FieldRange): number[] {
  const [base = '', step = ''] = part.split('/');
  const [low = '', high] = base === '*' ? [String(range.min), String(range.max)] : base.split('-');
  const from = numberOf(low, range);
  const to = high === undefined ? (part.includes('/') ? range.max : from) : numberOf(high, range);
  const by = part.includes('/') ? Number(step) : 1;
  if (!(Number.isInteger(by) && by > 0) || from < range.min || to > range.max || from > to) {
    throw new Error(`the field "${part}" is not within ${range.min} to ${range.max}`);
  }
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function numberOf(text: string, { names, first = 0 }: FieldRange): number {
  const name = names?.indexOf(text.toUpperCase()) ?? -1;
  if (name >= 0) return name + first;
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is not understood`);
  return Number(text);
}
