/** In whose time moments are said. */
export interface Zone {
  /** Stands behind every moment: `UTC`, `UTC+05:30`. */
  label: string;
  /** East of UTC. */
  minutes: number;
}

export const UTC: Zone = { label: 'UTC', minutes: 0 };

/** The zone that is so far from UTC, by an offset like `+05:30`; UTC for anything else. */
export function zoneOf(offset: string): Zone {
  const [, sign, hours, minutes] = /^([+-])(0[0-9]|1[0-4]):([0-5][0-9])$/.exec(offset) ?? [];
  const away = Number(hours) * 60 + Number(minutes);
  return away > 0 ? { label: `UTC${offset}`, minutes: sign === '-' ? -away : away } : UTC;
}

/** The same instant as its clock shows it, when what comes out is read as if it were UTC. */
export const onItsClock = ({ minutes }: Zone, at: number): Date => new Date(at + minutes * 60_000);
