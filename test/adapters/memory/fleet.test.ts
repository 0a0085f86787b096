import { expect, it } from 'vitest';
import { memoryFleet } from '#adapters/memory/fleet.ts';
import { describeFleetContract } from '#test/contracts/fleet-contract.ts';

const target = { name: 'web', cluster: 'default', service: 'web', container: 'app' };
const image = (digit: string): string => `web@sha256:${digit.repeat(64)}`;

describeFleetContract('in memory', async () => {
  const fleet = memoryFleet({ now: () => Date.UTC(2026, 10, 22) });
  fleet.createService(target, image('1'), { settings: { cpu: '256', volumes: [{ name: 'data' }] } });
  return {
    fleet,
    target,
    images: { first: image('1'), second: image('2'), broken: image('b') },
    settle: async () => fleet.finishDeployment(target),
    fail: async () => fleet.failDeployment(target, 'Essential container in task exited, exit code 3'),
    deregister: async (taskDefinition) => fleet.deregister(taskDefinition),
    async describe(taskDefinition) {
      const { tags, settings } = fleet.definition(taskDefinition);
      return { tags, rest: settings };
    },
    removeService: async () => fleet.removeService(target),
    close: async () => undefined,
  };
});

it('takes a family for its newest active revision, not for its newest', async () => {
  const fleet = memoryFleet({ now: () => 0 });
  const settingsOf = async () => fleet.definition(await fleet.register(target, 'web', image('3'), 'hello#7')).settings;
  fleet.createService(target, image('1'), { settings: { cpu: '256' } });
  const newest = fleet.createService({ ...target, cluster: 'other' }, image('2'), { settings: { cpu: '512' } });
  expect(await settingsOf()).toEqual({ cpu: '512' });
  fleet.deregister('web');
  fleet.deregister(newest);
  expect(await settingsOf()).toEqual({ cpu: '256' });
});
