const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const DURATION = /^([1-9][0-9]{0,5})(s|m|h|d)$/;

/** `90s`, `10m`, `2h`, `7d` in milliseconds. Undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  return match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : undefined;
}

/** Milliseconds as people say them: `45 s`, `10 min`, `1 h 30 min`, `7 d`. */
export function sayDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${trim(ms / 1_000)} s`;
  // Rounded before it is split, so that nothing ever lasts "1 h 60 min".
  const inMinutes = Math.round(ms / 60_000);
  if (inMinutes < 60) return `${inMinutes} min`;
  const [hours, minutes] = [Math.floor(inMinutes / 60), inMinutes % 60];
  if (hours >= 48) return `${Math.round(hours / 24)} d`;
  return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
}

const trim = (value: number): string => (value < 10 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value)));
