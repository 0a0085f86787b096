import type { Mark, MarkTone, StateSpan } from '../charts/chart.ts';
import type { BakeView } from './bake-view.ts';

const VERDICTS: Readonly<Record<string, MarkTone>> = { healthy: 'good', unhealthy: 'bad' };

/** What happened in a bake: the deployment, its verdict, the way back, and when it was over. */
export function marksOf({ deployedAt, bakeStartedAt, verdict, turnedAt, leftAt }: BakeView): Mark[] {
  const isJudged = verdict !== undefined && verdict.kind !== 'not yet';
  return [
    ...mark(deployedAt, 'deploy', 'busy'),
    ...mark(bakeStartedAt, 'bake begins', 'quiet'),
    ...(isJudged ? [{ at: verdict.at, label: verdict.kind, tone: VERDICTS[verdict.kind] ?? 'quiet' }] : []),
    ...mark(turnedAt !== undefined && turnedAt !== verdict?.at ? turnedAt : undefined, 'turned around', 'bad'),
    ...mark(leftAt, turnedAt === undefined ? 'left' : 'restored', turnedAt === undefined ? 'quiet' : 'good'),
  ];
}

/** When an alarm went red. */
export const redMarks = (states: StateSpan[]): Mark[] =>
  states.slice(1).flatMap(({ from, state }) => (state === 'ALARM' ? mark(from, 'ALARM', 'bad') : []));

const mark = (at: number | undefined, label: string, tone: MarkTone): Mark[] =>
  at === undefined ? [] : [{ at, label, tone }];
