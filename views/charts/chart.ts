/** A measurement: the beginning of its period (epoch ms), and its value. */
export interface Point {
  at: number;
  value: number;
}

/** One metric over time. Periods without data are not there. */
export interface Series {
  /** `Sum of HTTPCode_Target_5XX_Count` */
  name: string;
  periodMs: number;
  points: Point[];
  /** Amounts stand on the ground, measures go through the air. */
  shape: 'bars' | 'line';
  /** So many periods are drawn as one, which is the worst of them. Absent: 1. */
  thinned?: number;
  threshold?: { value: number /** `≥ 2` */; rule: string };
}

/** For so long an alarm was in a state. */
export interface StateSpan {
  from: number;
  to: number;
  /** OK, ALARM or INSUFFICIENT_DATA; `unknown` before anything is known. */
  state: string;
}

export type MarkTone = 'quiet' | 'good' | 'bad' | 'busy';

/** Something that happened at one moment. */
export interface Mark {
  at: number;
  label: string;
  tone: MarkTone;
}
