import type { Series, StateSpan } from '../charts/chart.ts';

/** One release's time in one stage, with what its alarms and its evidence did meanwhile. All times are epoch ms. */
export interface BakeView {
  stage: string;
  /** What is drawn: a little more than the time that the release was there. */
  from: number;
  to: number;
  enteredAt: number;
  /** When ECS first took it. */
  deployedAt?: number;
  bakeStartedAt?: number;
  verdict?: { kind: string; reason: string; at: number; samples?: number };
  /** When it began to be turned around. */
  turnedAt?: number;
  /** When it left the stage, or ended there. Absent: it is still there. */
  leftAt?: number;
  /** How long it is to bake. */
  forMs?: number;
  alarms: AlarmChart[];
  evidence?: EvidenceChart;
}

/** One alarm between two moments. */
export interface AlarmChart {
  name: string;
  /** What it is now; absent when there is none of that name any more. */
  state?: string;
  /** Its rule in words. */
  rule?: string;
  states: StateSpan[];
  series?: Series;
  /** Why there is no metric to draw, as a sentence. */
  undrawn?: string;
}

export interface EvidenceChart {
  name: string;
  series?: Series;
  undrawn?: string;
  /** The sum that a bake needs at least, and what was seen of it, where that is known. */
  needed: number;
  seen?: number;
}

export interface BakesView {
  now: number;
  /** In the order of the stages. */
  bakes: BakeView[];
}
