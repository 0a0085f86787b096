import { PutCompositeAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAlarmChart } from '#local/console/api/read-alarm-chart.ts';
import { BEGIN, openCloudWatch } from '../../cloudwatch/cloudwatch-fixture.ts';

const MINUTE = 60_000;

let cloudWatch: Awaited<ReturnType<typeof openCloudWatch>>;
beforeEach(async () => {
  cloudWatch = await openCloudWatch();
  await cloudWatch.putAlarm();
});
afterEach(() => cloudWatch.close());

const chart = (name: string, from: number, to: number) => readAlarmChart(cloudWatch.client, name, from, to);

it('has the values of the metric, its threshold, and the states between two moments', async () => {
  cloudWatch.errors(2);
  cloudWatch.errors(5);
  await cloudWatch.clock.advanceTo(BEGIN + MINUTE);
  const drawn = await chart('errors', BEGIN - MINUTE, BEGIN + MINUTE);
  expect(drawn.series).toMatchObject({
    name: 'Sum of Errors',
    shape: 'bars',
    periodMs: MINUTE,
    points: [{ value: 7 }],
    threshold: { value: 5, rule: '> 5' },
  });
  expect(drawn.states.at(-1)?.state).toBe('ALARM');
  expect(drawn.states[0]).toMatchObject({ from: BEGIN - MINUTE, state: 'INSUFFICIENT_DATA' });
});

it('has the states of an alarm that is made of others, and says that it has no metric', async () => {
  await cloudWatch.client.send(new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule: 'ALARM("errors")' }));
  await cloudWatch.client.send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'tried' }),
  );
  await cloudWatch.clock.advanceTo(BEGIN + 1_000);
  const drawn = await chart('both', BEGIN - MINUTE, BEGIN + 2_000);
  expect(drawn).toMatchObject({ rule: 'ALARM("errors")', undrawn: expect.stringContaining('made of other alarms') });
  expect(drawn).not.toHaveProperty('series');
  expect(drawn.states.map(({ state }) => state)).toContain('ALARM');
});

it('says that an alarm is gone, and that CloudWatch cannot be asked', async () => {
  expect(await chart('nothing', BEGIN, BEGIN + 1)).toEqual({
    name: 'nothing',
    states: [],
    undrawn: 'There is no alarm of that name any more.',
  });
  await cloudWatch.close();
  expect((await chart('errors', BEGIN, BEGIN + 1)).undrawn).toMatch(/^CloudWatch could not be asked: /);
  cloudWatch = await openCloudWatch();
});
