import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { AlarmReading, Alarms, EvidenceMetric } from '#core/ports/alarms.ts';
import { promise } from './endpoint.ts';

export interface AlarmsWorld {
  alarms: Alarms;
  now: () => number;
  /** A metric alarm over one period of 60 s, OK. */
  create(name: string): Promise<void>;
  createComposite(name: string, children: string[]): Promise<void>;
  /** Another threshold; nothing else changes. */
  raiseThreshold(name: string): Promise<void>;
  disableActions(name: string): Promise<void>;
  set(name: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', reason: string): Promise<void>;
  remove(name: string): Promise<void>;
  count(metric: EvidenceMetric, value: number): Promise<void>;
  /** Time passes: at least a moment. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

type Read = Extract<AlarmReading, { kind: 'read' }>;

/** What a bake needs of alarms. */
export function describeAlarmsContract(name: string, makeWorld: () => Promise<AlarmsWorld>): void {
  describe(`alarms, ${name}`, () => {
    let world: AlarmsWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.close());

    const fresh = (): string => `bakewatch-test-${randomUUID()}`;
    const made = async (): Promise<string> => {
      const alarm = fresh();
      await world.create(alarm);
      return alarm;
    };
    /** What CloudWatch lacks or refuses is said as it said it, not as a reading that is not as expected. */
    const readAll = async (alarms: string[], since: () => number): Promise<AlarmReading[]> => {
      const readings = await world.alarms.read({}, alarms, since);
      for (const each of readings) if (each.kind === 'unreadable') throw new Error(each.why);
      return readings;
    };
    const read = async (alarm: string, since = 0): Promise<Read> => {
      const [reading] = await readAll([alarm], () => since || world.now() - 3_600_000);
      if (reading?.kind !== 'read') throw new Error(`${alarm} is ${reading?.kind}: ${JSON.stringify(reading)}`);
      return reading;
    };

    promise('reads an alarm that is OK, with its evaluation period', async () => {
      const alarm = await made();
      const reading = await read(alarm);
      expect(reading).toMatchObject({ name: alarm, state: 'OK', evaluationMs: 60_000 });
      expect(reading.arn).toContain(alarm);
    });

    promise('answers every name in the order asked for, with what does not exist as missing (B05)', async () => {
      const [one, two, nowhere] = [await made(), await made(), fresh()];
      const readings = await readAll([two, nowhere, one], () => world.now() - 1_000);
      expect(readings.map((r) => [r.name, r.kind])).toEqual([
        [two, 'read'],
        [nowhere, 'missing'],
        [one, 'read'],
      ]);
      expect(await world.alarms.read({}, [], world.now)).toEqual([]);
    });

    promise('tells state, reason and time of a change', async () => {
      const alarm = await made();
      await world.pass(10);
      const before = world.now();
      await world.set(alarm, 'ALARM', 'too many errors');
      const reading = await read(alarm);
      expect(reading).toMatchObject({ state: 'ALARM', reason: 'too many errors' });
      expect(reading.changedAt).toBeGreaterThanOrEqual(before);
      await world.set(alarm, 'INSUFFICIENT_DATA', 'silence');
      expect(await read(alarm)).toMatchObject({ state: 'INSUFFICIENT_DATA' });
    });

    promise('keeps a flap between two looks in the history, oldest first (B07)', async () => {
      const alarm = await made();
      await world.pass(10);
      const since = world.now();
      await world.set(alarm, 'ALARM', 'up');
      await world.pass(10);
      await world.set(alarm, 'OK', 'down');
      const reading = await read(alarm, since);
      expect(reading.state).toBe('OK');
      expect(reading.transitions.map(({ to, reason }) => [to, reason])).toEqual([
        ['ALARM', 'up'],
        ['OK', 'down'],
      ]);
      expect(reading.transitions.every((t) => t.at >= since)).toBe(true);
    });

    promise('leaves out what happened before the time asked for', async () => {
      const alarm = await made();
      await world.set(alarm, 'ALARM', 'long ago');
      await world.pass(10);
      await world.set(alarm, 'OK', 'long ago too');
      await world.pass(10);
      expect((await read(alarm, world.now())).transitions).toEqual([]);
    });

    promise('has the same configuration whatever its state', async () => {
      const alarm = await made();
      const { configuration } = await read(alarm);
      await world.set(alarm, 'ALARM', 'red');
      expect((await read(alarm)).configuration).toBe(configuration);
      await world.set(alarm, 'OK', 'green');
      expect((await read(alarm)).configuration).toBe(configuration);
    });

    promise('has another configuration once its threshold was raised (B06)', async () => {
      const alarm = await made();
      const { configuration } = await read(alarm);
      await world.raiseThreshold(alarm);
      expect((await read(alarm)).configuration).not.toBe(configuration);
    });

    promise('has another configuration once its actions were switched off (B06)', async () => {
      const alarm = await made();
      const { configuration } = await read(alarm);
      await world.disableActions(alarm);
      expect((await read(alarm)).configuration).not.toBe(configuration);
    });

    promise('is missing once it was deleted (B06)', async () => {
      const alarm = await made();
      await world.remove(alarm);
      expect(await world.alarms.read({}, [alarm], world.now)).toEqual([{ name: alarm, kind: 'missing' }]);
    });

    promise('reads a composite alarm that follows its children, flaps included (B10)', async () => {
      const [one, two, both] = [await made(), await made(), fresh()];
      await world.createComposite(both, [one, two]);
      const { configuration } = await read(both);
      await world.pass(10);
      const since = world.now();
      await world.set(two, 'ALARM', 'child');
      expect(await read(both)).toMatchObject({ state: 'ALARM', configuration });
      await world.pass(10);
      await world.set(two, 'OK', 'child again');
      const reading = await read(both, since);
      expect(reading.state).toBe('OK');
      expect(reading.transitions.map((t) => t.to)).toEqual(['ALARM', 'OK']);
    });

    promise('has another configuration once a child of a composite alarm was edited (B06, B10)', async () => {
      const [one, two, both] = [await made(), await made(), fresh()];
      await world.createComposite(both, [one, two]);
      const { configuration: first } = await read(both);
      await world.raiseThreshold(two);
      const { configuration: second } = await read(both);
      expect(second).not.toBe(first);
      expect((await read(one)).configuration).not.toBe(second);
    });

    promise('adds up a metric over the time asked for, and 0 where nothing was counted (B04)', async () => {
      const metric = { namespace: 'Bakewatch/Test', metric: fresh(), dimensions: { Service: 'hello' }, period: 1_000 };
      await world.count(metric, 100);
      await world.pass(2_000);
      const from = world.now() - 1_000;
      await world.count(metric, 3);
      await world.count(metric, 4);
      await world.count({ ...metric, dimensions: { Service: 'other' } }, 1_000);
      await world.pass(2_000);
      expect(await world.alarms.samples({}, metric, from, world.now())).toBe(7);
      expect(await world.alarms.samples({}, { ...metric, metric: fresh() }, from, world.now())).toBe(0);
    });
  });
}
