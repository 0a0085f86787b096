import { describe, expect, it } from 'vitest';
import { memoryAlarms } from '#adapters/memory/alarms.ts';
import { describeAlarmsContract } from '#test/contracts/alarms-contract.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

describeAlarmsContract('in memory', async () => {
  let now = NOON;
  const alarms = memoryAlarms({ now: () => now });
  return {
    alarms,
    now: () => now,
    create: async (name) => alarms.create(name),
    createComposite: async (name, children) => alarms.createComposite(name, children),
    raiseThreshold: async (name) => alarms.edit(name, { threshold: 1_000 }),
    disableActions: async (name) => alarms.disableActions(name),
    set: async (name, state, reason) => alarms.set(name, state, now, reason),
    remove: async (name) => alarms.remove(name),
    count: async (metric, value) => alarms.count(metric, value, now),
    async pass(ms) {
      now += ms;
    },
    close: async () => undefined,
  };
});

describe('alarms in memory', () => {
  it('are unreadable, not OK, while reading fails (B11)', async () => {
    const alarms = memoryAlarms({ now: () => NOON });
    alarms.create('errors');
    alarms.makeUnreadable('errors', 'Throttling: Rate exceeded');
    expect(await alarms.read({}, ['errors'], () => NOON)).toEqual([
      { name: 'errors', kind: 'unreadable', why: 'Throttling: Rate exceeded' },
    ]);
    alarms.makeReadable('errors');
    expect(await alarms.read({}, ['errors'], () => NOON)).toMatchObject([{ kind: 'read', state: 'OK' }]);
  });
});
