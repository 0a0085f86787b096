import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideTasks, type ServiceWorld, type TaskCondition, type TaskInWorld } from '#local/ecs/decide-tasks.ts';

const tasks = (current: boolean, ...conditions: TaskCondition[]): TaskInWorld[] =>
  conditions.map((condition, index) => ({
    arn: `${current ? 'new' : 'old'}${index}`,
    current,
    condition,
    createdAt: index,
  }));

const world = (given: Partial<ServiceWorld>): ServiceWorld => ({
  now: 1000,
  desired: 2,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  mayStart: true,
  retryAt: 0,
  tasks: [],
  ...given,
});

const decide = (given: Partial<ServiceWorld>) => {
  const { start, stop, settled } = decideTasks(world(given));
  return { start, stop: stop.map(({ arn }) => arn).sort(), settled };
};

describe('the rolling decision', () => {
  it('starts all new tasks beside the old ones when the maximum allows it', () => {
    expect(decide({ tasks: tasks(false, 'healthy', 'healthy') })).toEqual({ start: 2, stop: [], settled: false });
  });

  it('stops as many old tasks as there are new ones that are well', () => {
    const all = [...tasks(false, 'healthy', 'healthy'), ...tasks(true, 'healthy', 'starting')];
    expect(decide({ tasks: all })).toEqual({ start: 0, stop: ['old1'], settled: false });
  });

  it('makes room by stopping old tasks only down to the minimum', () => {
    const given = { desired: 4, minimumHealthyPercent: 75, maximumPercent: 100 };
    const old = tasks(false, 'healthy', 'healthy', 'healthy', 'healthy');
    expect(decide({ ...given, tasks: old })).toEqual({ start: 1, stop: ['old3'], settled: false });
  });

  it('starts nothing before the backoff is over, and says when that is', () => {
    expect(decideTasks(world({ retryAt: 1500 }))).toMatchObject({ start: 0, wakeAt: 1500 });
  });

  it('starts and retires nothing after a failure without a way back', () => {
    const all = [...tasks(false, 'healthy'), ...tasks(true, 'healthy')];
    expect(decide({ mayStart: false, tasks: all })).toEqual({ start: 0, stop: [], settled: false });
  });

  it('is settled only when nothing old is left, not even on its way out', () => {
    const fresh = tasks(true, 'healthy', 'healthy');
    expect(decide({ tasks: fresh }).settled).toBe(true);
    expect(decide({ tasks: [...fresh, ...tasks(false, 'stopping')] }).settled).toBe(false);
  });

  it('scales in by ending the tasks that serve nobody first', () => {
    expect(decide({ desired: 1, tasks: tasks(true, 'healthy', 'starting', 'healthy') }).stop).toEqual(['new1', 'new2']);
  });

  const condition = fc.constantFrom<TaskCondition>('starting', 'healthy', 'unhealthy', 'stopping');
  const anyWorld = fc
    .record({
      desired: fc.nat({ max: 8 }),
      minimumHealthyPercent: fc.nat({ max: 100 }),
      maximumPercent: fc.integer({ min: 101, max: 300 }),
      mayStart: fc.boolean(),
      old: fc.array(condition, { maxLength: 10 }),
      fresh: fc.array(condition, { maxLength: 10 }),
    })
    .map(({ old, fresh, ...rest }) => world({ ...rest, tasks: [...tasks(false, ...old), ...tasks(true, ...fresh)] }));

  it('never exceeds the maximum by starting, nor goes below the minimum by stopping what is well', () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        const { start, stop } = decideTasks(given);
        const gone = new Set(stop.map(({ arn }) => arn));
        const left = given.tasks.filter((task) => task.condition !== 'stopping' && !gone.has(task.arn));
        const upper = Math.floor((given.desired * given.maximumPercent) / 100);
        const lower = Math.ceil((given.desired * given.minimumHealthyPercent) / 100);
        const well = (all: TaskInWorld[]) => all.filter(({ condition: c }) => c === 'healthy').length;
        if (start > 0) expect(left.length + start).toBeLessThanOrEqual(upper);
        if (well(left) < well(given.tasks)) expect(well(left)).toBeGreaterThanOrEqual(lower);
      }),
    );
  });

  it('always reaches the desired tasks when everything it starts becomes well', () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        let state = { ...given, mayStart: true, minimumHealthyPercent: Math.min(given.minimumHealthyPercent, 100) };
        // Limits that leave no room at all (one task, 100 % to 101 %) cannot move, on AWS neither.
        const upper = Math.floor((state.desired * state.maximumPercent) / 100);
        const lower = Math.ceil((state.desired * state.minimumHealthyPercent) / 100);
        fc.pre(upper > lower || state.desired === 0);
        for (let round = 0; round < 60 && !decideTasks(state).settled; round += 1) {
          const { start, stop } = decideTasks(state);
          const gone = new Set(stop.map(({ arn }) => arn));
          const kept = state.tasks
            .filter((task) => task.condition !== 'stopping' && !gone.has(task.arn))
            .map((task) => ({
              ...task,
              condition: task.condition === 'starting' ? ('healthy' as const) : task.condition,
            }));
          const added = tasks(true, ...Array<TaskCondition>(start).fill('starting'));
          state = { ...state, tasks: [...kept, ...added.map((task, i) => ({ ...task, arn: `r${round}-${i}` }))] };
        }
        expect(decideTasks(state).settled).toBe(true);
      }),
    );
  });
});
