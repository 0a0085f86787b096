import type { AlarmState, StateValue } from './alarm-record.ts';
import { receivedReason, type StateData, stateReasonData, thresholdReason, unknownReason } from './state-reason.ts';
import { breaches, type Threshold } from './threshold.ts';

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What decides about an alarm: N = evaluationPeriods, M = datapointsToAlarm. */
export interface AlarmRule {
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: Threshold;
  treatMissingData: MissingData;
  /** Seconds. */
  period: number;
  /** Absent for metric math. */
  statistic?: string | undefined;
  unit?: string | undefined;
}

/** One period of the evaluation range; `value` is undefined where nothing was reported. */
export interface RangePoint {
  /** Epoch ms of the period's start. */
  time: number;
  value: number | undefined;
}

/** More periods than N are looked at, so that late or missing data need not be guessed: 5 when N = 3, as in AWS's tables. */
export const evaluationRange = (evaluationPeriods: number): number => evaluationPeriods + 2;

/**
 * The state of an alarm over its evaluation range (oldest point first); undefined means: stay in the present state.
 * Rules and tables: CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data" and
 * "Avoiding premature transitions to alarm state".
 */
export function evaluateAlarm(rule: AlarmRule, range: RangePoint[], now: number): AlarmState | undefined {
  const real = range.filter((point): point is ReceivedPoint => point.value !== undefined);
  const considered = real.slice(-rule.evaluationPeriods);
  const missing = rule.evaluationPeriods - considered.length;
  const value = decide(rule, range, considered, missing);
  if (value === undefined) return undefined;
  const data: StateData = { rule, considered, missing, now, value };
  return { value, reason: reasonOf(data), reasonData: stateReasonData(data) };
}

type ReceivedPoint = { time: number; value: number };

function decide(
  rule: AlarmRule,
  range: RangePoint[],
  considered: ReceivedPoint[],
  missing: number,
): StateValue | undefined {
  const breaching = considered.filter(({ value }) => breaches(rule.threshold, value)).length;
  const filled = rule.treatMissingData === 'breaching' ? breaching + missing : breaching;
  if (filled >= rule.datapointsToAlarm) return 'ALARM';
  const someAreFine = breaching < considered.length;
  if (missing === 0 || someAreFine || rule.treatMissingData === 'breaching') return 'OK';
  if (rule.treatMissingData === 'notBreaching') return 'OK';
  if (rule.treatMissingData === 'ignore') return undefined;
  if (considered.length === 0) return 'INSUFFICIENT_DATA';
  return isOldEnough(rule, range) ? 'ALARM' : undefined;
}

/**
 * Everything received is breaching, but it is fewer than M points. Once the oldest of them is M periods old, nothing
 * that may still arrive late is waited for.
 */
function isOldEnough(rule: AlarmRule, range: RangePoint[]): boolean {
  const oldest = range.findIndex(({ value }) => value !== undefined);
  return range.length - oldest >= rule.datapointsToAlarm;
}

function reasonOf(data: StateData): string {
  if (data.value === 'INSUFFICIENT_DATA') return unknownReason(data);
  const wasFilled = ['breaching', 'notBreaching'].includes(data.rule.treatMissingData) && data.missing > 0;
  return wasFilled ? receivedReason(data) : thresholdReason(data);
}
