/**
 * What the clocks of a zone show, by Intl's calendar fields alone: another way than the product's, which asks for offsets.
 * Returned as the instant at which UTC shows the same.
 */
export function wallClock(zone: string, at: number): number {
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = fields;
  const ms = ((at % 1_000) + 1_000) % 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const [numeric, twoDigit] = ['numeric', '2-digit'] as const;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: numeric,
    month: twoDigit,
    day: twoDigit,
    hour: twoDigit,
    minute: twoDigit,
    second: twoDigit,
  });
  formats.set(zone, made);
  return made;
}

export interface ClockChange {
  zone: string;
  at: number;
  /** How far the clocks are ahead of UTC before and after, in milliseconds. */
  before: number;
  after: number;
}

const STEP = 4 * 86_400_000;

/** Every change of a zone's clocks in [from, to), found by looking at them every four days: since 1990 no two were nearer than six. */
export function clockChanges(zone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = [];
  const ahead = (at: number): number => wallClock(zone, at) - at;
  let before = ahead(from);
  for (let day = from; day < to; day += STEP) {
    const after = ahead(day + STEP);
    if (after === before) continue;
    let [low, high] = [day, day + STEP];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (ahead(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ zone, at: high, before, after });
    before = after;
  }
  return changes;
}
