import { describe, expect, it } from 'vitest';
import {
  type AlarmRule,
  evaluateAlarm,
  evaluationRange,
  type MissingData,
} from '#local/cloudwatch/alarms/evaluate-alarm.ts';

const START = Date.UTC(2019, 9, 2, 16, 55);
const NOW = Date.UTC(2019, 9, 2, 17, 0, 0, 985);

const rule = (over: Partial<AlarmRule> = {}): AlarmRule => ({
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  threshold: { operator: 'GreaterThanThreshold', value: 50 },
  treatMissingData: 'missing',
  period: 60,
  statistic: 'Average',
  ...over,
});

/** `0 - X`: fine, missing, breaching; oldest first, as in the user guide. */
const range = (picture: string) =>
  picture.split(' ').map((sign, index) => {
    return { time: START + index * 60_000, value: { X: 99.5, '0': 1, '-': undefined }[sign] };
  });

const KEEP = undefined;
const INSUFFICIENT = 'INSUFFICIENT_DATA';
const TREATMENTS: MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

describe('the tables of "Configuring how CloudWatch alarms treat missing data"', () => {
  it.each([
    [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    [3, '- - - - -', INSUFFICIENT, KEEP, 'ALARM', 'OK'],
    [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, '- - X - -', 'ALARM', KEEP, 'ALARM', 'OK'],
    [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - X -', 'ALARM', KEEP, 'ALARM', 'OK'],
  ])(
    '%s of 3 over %s: missing %s, ignore %s, breaching %s, notBreaching %s',
    (datapointsToAlarm, picture, ...expected) => {
      const states = TREATMENTS.map(
        (treatMissingData) => evaluateAlarm(rule({ datapointsToAlarm, treatMissingData }), range(picture), NOW)?.value,
      );
      expect(states).toEqual(expected);
    },
  );

  it.each(['- - - - X', '- - - X -'])(
    'waits over %s, because the breaching point is younger than M periods',
    (picture) => {
      expect(evaluateAlarm(rule(), range(picture), NOW)).toBeUndefined();
    },
  );

  it('looks only at the newest N of the points it received', () => {
    expect(evaluateAlarm(rule(), range('X X 0 0 0'), NOW)?.value).toBe('OK');
    expect(evaluateAlarm(rule(), range('0 0 X X X'), NOW)?.value).toBe('ALARM');
    expect(evaluateAlarm(rule({ evaluationPeriods: 1, datapointsToAlarm: 1 }), range('X X 0'), NOW)?.value).toBe('OK');
  });

  it('looks at two periods more than N', () => expect(evaluationRange(3)).toBe(5));

  it('stays in ALARM over the two periods after the last breaching point, whatever missing data means', () => {
    const one = rule({ evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: 'notBreaching' });
    expect(evaluateAlarm(one, range('X - -'), NOW)?.value).toBe('ALARM');
    expect(evaluateAlarm(one, range('- - -'), NOW)?.value).toBe('OK');
  });
});

describe('the comparison with the threshold', () => {
  it.each([
    ['GreaterThanThreshold', 'OK', 'ALARM', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
    ['LessThanThreshold', 'OK', 'OK', 'ALARM'],
    ['LessThanOrEqualToThreshold', 'ALARM', 'OK', 'ALARM'],
  ] as const)('%s: equal gives %s, above %s, below %s', (operator, ...expected) => {
    const one = rule({ evaluationPeriods: 1, datapointsToAlarm: 1, threshold: { operator, value: 50 } });
    expect([50, 50.1, 49.9].map((value) => evaluateAlarm(one, [{ time: START, value }], NOW)?.value)).toEqual(expected);
  });
});

describe('the words of a state reason', () => {
  const reason = (over: Partial<AlarmRule>, picture: string) => evaluateAlarm(rule(over), range(picture), NOW)?.reason;
  const one = { evaluationPeriods: 1, datapointsToAlarm: 1 };

  it.each([
    [
      one,
      'X',
      'Threshold Crossed: 1 out of the last 1 datapoints [99.5 (02/10/19 16:55:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      one,
      '0',
      'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (02/10/19 16:55:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      { datapointsToAlarm: 2 },
      '0 0 X 0 X',
      'Threshold Crossed: 2 out of the last 3 datapoints [99.5 (02/10/19 16:59:00), 99.5 (02/10/19 16:57:00)] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      { treatMissingData: 'notBreaching' as const },
      '- - - - -',
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
    ],
    [
      { treatMissingData: 'breaching' as const },
      '- - X - -',
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    ],
    [one, '- - -', 'Insufficient Data: 1 datapoint was unknown.'],
  ])('%j over %s', (over, picture, words) => expect(reason(over, picture)).toBe(words));

  it('come with the numbers as JSON', () => {
    const state = evaluateAlarm(rule(one), range('X'), NOW);
    expect(JSON.parse(state?.reasonData ?? '')).toMatchObject({
      version: '1.0',
      queryDate: '2019-10-02T17:00:00.985+0000',
      startDate: '2019-10-02T16:55:00.000+0000',
      statistic: 'Average',
      period: 60,
      recentDatapoints: [99.5],
      threshold: 50,
    });
  });
});
