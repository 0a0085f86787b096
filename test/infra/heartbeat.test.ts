import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countSweep } from '#functions/settle-releases/count-sweep.ts';
import type { Sweep } from '#functions/settle-releases/sweep.ts';
import { alarms } from '#infra/alarms.ts';
import { embeddedMetrics } from '#local/cloudwatch/metrics/embedded-metrics.ts';
import { NOON, openCloudWatch } from '#test/local/cloudwatch/cloudwatch-fixture.ts';
import { putAlarm } from './put-alarm.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NAME = 'bakewatch-sweep-stopped';
const [definition] = alarms({ stateMachineArn: 'arn' }).filter(({ name }) => name === NAME);
if (!definition) throw new Error(`There is no ${NAME}.`);

const WELL: Sweep = { stages: {}, releases: { settled: {}, failures: [], waitingSince: [] }, failures: [] };
const FAILED: Sweep = { stages: {}, failures: [new Error('no')] };

/** How late a sweep comes after its schedule and how long it takes, in seconds: one after the other, over and over. */
const JITTER = [3, 0, 12, 1, 20, 0, 5];

describe.each([0, 1, 20, 40, 59])('the heartbeat of a sweep at second %i of the minute', (phase) => {
  describe.each([1, 45])('of which CloudWatch hears %i s later', (lag) => {
    let room: Awaited<ReturnType<typeof openCloudWatch>>;
    beforeEach(async () => {
      room = await openCloudWatch();
      await beat(at(0));
      await room.client.send(new PutMetricAlarmCommand(putAlarm(definition)));
      await room.clock.advanceBy(MINUTE);
      expect(room.alarmState(NAME)).toBe('OK');
    });
    afterEach(() => room.close());

    /** When the n-th sweep is over. */
    const at = (n: number): number => NOON + (5 * n * 60 + phase + (JITTER[n % JITTER.length] ?? 0)) * SECOND;
    /** The line that a sweep writes at `time`, and CloudWatch gets later. */
    const beat = async (time: number, sweep = WELL): Promise<void> => {
      await room.clock.advanceTo(time + lag * SECOND);
      for (const sample of embeddedMetrics(countSweep(sweep, time), time)) room.record(sample);
    };
    const states = (): unknown[] =>
      room.events.flatMap(({ detail }) => (detail as { state?: { value?: unknown } }).state?.value ?? []);

    it('bears jitter, one that fails at its time-out and is tried again, and one that is two minutes late', async () => {
      for (let n = 1; n <= 40; n += 1) {
        // Failed after 50 s; a minute later the second attempt goes well.
        if (n === 10) {
          await beat(at(n) + 50 * SECOND, FAILED);
          await beat(at(n) + 50 * SECOND + MINUTE);
        } else await beat(at(n) + (n === 20 ? 2 * MINUTE : 0));
      }
      expect(states()).toEqual(['INSUFFICIENT_DATA', 'OK']);
    });

    it('raises the alarm within ten minutes when it stops, and ends it when it is there again', async () => {
      for (let n = 1; n <= 12; n += 1) await beat(at(n));
      const last = at(12);
      await room.clock.advanceTo(last + 7 * MINUTE);
      expect(room.alarmState(NAME)).toBe('OK');
      await room.clock.advanceTo(last + 10 * MINUTE);
      expect(room.alarmState(NAME)).toBe('ALARM');
      // It stays red for as long as it takes.
      await room.clock.advanceTo(last + 3 * 60 * MINUTE);
      expect(room.alarmState(NAME)).toBe('ALARM');
      await beat(at(50));
      await room.clock.advanceBy(2 * MINUTE);
      expect(room.alarmState(NAME)).toBe('OK');
      expect(states()).toEqual(['INSUFFICIENT_DATA', 'OK', 'ALARM', 'OK']);
    });

    it('raises the alarm when sweeps run and none of them goes well', async () => {
      for (let n = 1; n <= 3; n += 1) await beat(at(n), FAILED);
      expect(room.alarmState(NAME)).toBe('ALARM');
    });
  });
});

it('is red before the first sweep of a new installation, too: no heartbeat at all is none', async () => {
  // AWS does not say whether FILL fills what has no point at all; if it does not, this decides.
  expect(definition.missing).toBe('breaching');
  const room = await openCloudWatch();
  await room.client.send(new PutMetricAlarmCommand(putAlarm(definition)));
  await room.clock.advanceBy(2 * MINUTE);
  expect(room.alarmState(NAME)).toBe('ALARM');
  await room.close();
});
