import { awsTimestamp, reasonTimestamp } from '../timestamps.ts';
import type { StateValue } from './alarm-record.ts';
import { breaches, decimal, type Threshold, thresholdWords } from './threshold.ts';

/** All that a reason is worded from. */
export interface StateData {
  rule: {
    evaluationPeriods: number;
    datapointsToAlarm: number;
    threshold: Threshold;
    treatMissingData: string;
    period: number;
    statistic?: string | undefined;
    unit?: string | undefined;
  };
  /** The received datapoints that decided, oldest first. */
  considered: { time: number; value: number }[];
  missing: number;
  value: StateValue;
  now: number;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const wasOrWere = (count: number): string => (count === 1 ? 'was' : 'were');

/** `Threshold Crossed: 1 out of the last 1 datapoints [99.5 (02/10/19 16:59:00)] was greater than the threshold (50.0) (minimum ...).` */
export function thresholdReason({ rule, considered, value }: StateData): string {
  const alarming = value === 'ALARM';
  const deciding = considered.filter((point) => breaches(rule.threshold, point.value) === alarming);
  const listed = deciding.map((point) => `${decimal(point.value)} (${reasonTimestamp(point.time)})`).reverse();
  const minimum = alarming ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  const direction = alarming ? 'OK -> ALARM' : 'ALARM -> OK';
  return (
    `Threshold Crossed: ${deciding.length} out of the last ${considered.length} datapoints [${listed.join(', ')}] ` +
    `${wasOrWere(deciding.length)} ${alarming ? '' : 'not '}${thresholdWords(rule.threshold)} ` +
    `(minimum ${counted(minimum, 'datapoint')} for ${direction} transition).`
  );
}

/** `Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].` */
export function receivedReason({ rule, considered, missing }: StateData): string {
  const received =
    considered.length === 0
      ? 'no datapoints were'
      : `${counted(considered.length, 'datapoint')} ${wasOrWere(considered.length)}`;
  const treated = rule.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return (
    `Threshold Crossed: ${received} received for ${counted(rule.evaluationPeriods, 'period')} and ` +
    `${counted(missing, 'missing datapoint')} ${wasOrWere(missing)} treated as [${treated}].`
  );
}

/** `Insufficient Data: 1 datapoint was unknown.` */
export const unknownReason = ({ missing }: StateData): string =>
  `Insufficient Data: ${counted(missing, 'datapoint')} ${wasOrWere(missing)} unknown.`;

/** The JSON text of StateReasonData, version 1.0. */
export function stateReasonData({ rule, considered, now }: StateData): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: awsTimestamp(now),
    ...(considered[0] ? { startDate: awsTimestamp(considered[0].time) } : {}),
    ...(rule.statistic ? { statistic: rule.statistic } : {}),
    ...(rule.unit ? { unit: rule.unit } : {}),
    period: rule.period,
    recentDatapoints: considered.map(({ value }) => value),
    threshold: rule.threshold.value,
    evaluatedDatapoints: considered.map(({ time, value }) => ({ timestamp: awsTimestamp(time), value })).reverse(),
  });
}
