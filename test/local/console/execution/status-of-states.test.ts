import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ExecutionEvent, flattenEvent } from '#local/console/execution/execution-event.ts';
import { iterationsOf } from '#local/console/execution/iterations-of.ts';
import { stateNames } from '#local/console/execution/state-names.ts';
import { type Chosen, type StateOfExecution, statusOfStates } from '#local/console/execution/status-of-states.ts';
import { variablesAt } from '#local/console/execution/variables-at.ts';
import { visitsOf } from '#local/console/execution/visits-of.ts';
import { begin, fail, historyOf, INVOKE, machine, startBench } from '../../stepfunctions/harness.ts';
import {
  hasEnded,
  PLAN,
  recordRelease,
  releaseMachine,
  type Story,
  stands,
  waitForHistory,
} from '../recorded-release.ts';

const MACHINE = releaseMachine();
const STORIES: Partial<Record<Story, (events: ExecutionEvent[]) => boolean>> = {
  succeeds: hasEnded,
  'is rolled back': hasEnded,
  'fails to build': hasEnded,
  'is still deploying': stands('Await deployment'),
};
const recorded = new Map<Story, ExecutionEvent[]>();

beforeAll(async () => {
  for (const [story, isOver] of Object.entries(STORIES) as [Story, typeof hasEnded][])
    recorded.set(story, await recordRelease(story, isOver));
});

const eventsOf = (story: Story): ExecutionEvent[] => recorded.get(story) ?? [];
const look = (story: Story, chosen: Chosen = {}) => statusOfStates(MACHINE, eventsOf(story), chosen);
const state = (story: Story, name: string, chosen: Chosen = {}): StateOfExecution => {
  const found = look(story, chosen).get(name);
  if (!found) throw new Error(`The machine has no state ${name}.`);
  return found;
};

describe('statusOfStates', () => {
  it.each([
    ['succeeds', 'Released', 'succeeded'],
    ['succeeds', 'Not released', 'not run'],
    ['succeeds', 'Run stage tests', 'not run'],
    ['fails to build', 'Build', 'caught'],
    ['fails to build', 'Stages', 'not run'],
    ['fails to build', 'Not released', 'failed'],
    ['is rolled back', 'Stages', 'caught'],
    ['is rolled back', 'Roll back targets', 'succeeded'],
    ['is rolled back', 'Turned around', 'failed'],
    ['is still deploying', 'Stages', 'in progress'],
    ['is still deploying', 'Deploy targets', 'in progress'],
    ['is still deploying', 'Await deployment', 'in progress'],
    ['is still deploying', 'Start deployment', 'succeeded'],
  ] as [Story, string, string][])('says of a release that %s: %s is %s', (story, name, status) => {
    expect(state(story, name).status).toBe(status);
  });

  it('shows the iteration that was chosen and not what another one came to', () => {
    expect(state('is rolled back', 'Roll back targets', { Stages: 0 }).status).toBe('not run');
    expect(state('is rolled back', 'Leave stage', { Stages: 0 }).status).toBe('succeeded');
    expect(state('is rolled back', 'Leave stage', { Stages: 1 }).status).toBe('not run');
    expect(state('is rolled back', 'Deployed', { Stages: 0 }).visits).toHaveLength(1);
  });

  it('shows the newest iteration when the chosen one never began', () => {
    expect(state('is still deploying', 'Await deployment', { Stages: 5 }).status).toBe('in progress');
  });

  it('closes everything that stood open as cancelled when the execution is aborted', () => {
    const open = eventsOf('is still deploying');
    const aborted = { id: open.length + 1, previous: 0, type: 'ExecutionAborted', at: 5, details: {} };
    const states = statusOfStates(MACHINE, [...open, aborted]);
    expect(states.get('Await deployment')?.status).toBe('cancelled');
    expect(states.get('Stages')?.status).toBe('cancelled');
    expect(states.get('Start deployment')?.status).toBe('succeeded');
  });

  it('keeps apart iterations that run side by side', () => {
    const events = [
      event(1, 0, 'ExecutionStarted'),
      event(2, 1, 'MapStateEntered', { name: 'M' }),
      event(3, 2, 'MapStateStarted', { length: 2 }),
      event(4, 3, 'MapIterationStarted', { name: 'M', index: 0 }),
      event(5, 3, 'MapIterationStarted', { name: 'M', index: 1 }),
      event(6, 4, 'TaskStateEntered', { name: 'T' }),
      event(7, 5, 'TaskStateEntered', { name: 'T' }),
      event(8, 7, 'TaskScheduled', { resourceType: 'lambda', resource: 'invoke' }),
      event(9, 6, 'TaskStateExited', { name: 'T', output: '"zero"' }),
      event(10, 8, 'TaskFailed', { error: 'Bad', cause: 'it is' }),
      event(11, 10, 'MapIterationFailed', { name: 'M', index: 1 }),
    ];
    const machine = {
      StartAt: 'M',
      States: {
        M: { Type: 'Map', End: true, ItemProcessor: { StartAt: 'T', States: { T: { Type: 'Task', End: true } } } },
      },
    };
    expect(statusOfStates(machine, events, { M: 0 }).get('T')?.visits).toMatchObject([
      { status: 'succeeded', output: '"zero"' },
    ]);
    expect(statusOfStates(machine, events, { M: 1 }).get('T')?.visits).toMatchObject([
      { status: 'failed', error: 'Bad', cause: 'it is' },
    ]);
  });

  it('lets the other iterations go on when one has failed and failures are tolerated', () => {
    const events = [
      event(1, 0, 'ExecutionStarted'),
      event(2, 1, 'MapStateEntered', { name: 'M' }),
      event(3, 2, 'MapIterationStarted', { name: 'M', index: 0 }),
      event(4, 2, 'MapIterationStarted', { name: 'M', index: 1 }),
      event(5, 3, 'TaskStateEntered', { name: 'T' }),
      event(6, 4, 'TaskStateEntered', { name: 'T' }),
      event(7, 6, 'MapIterationFailed', { name: 'M', index: 1 }),
    ];
    expect(visitsOf(events).map((visit) => visit.status)).toEqual(['in progress', 'in progress', 'failed']);
  });

  it('takes up what had failed when the execution is redriven', async () => {
    const bench = await startBench(({ v }) => (v === 'b' && bench.calls.length < 3 ? fail('Bad') : (v ?? null)));
    const call = { Type: 'Task', Resource: INVOKE, Arguments: { v: '{% $states.input %}' }, End: true };
    const map = { Type: 'Map', ItemProcessor: { StartAt: 'T', States: { T: call } }, Next: 'Z' };
    const definition = machine('M', { M: map, Z: { Type: 'Succeed' } });
    const executionArn = await begin(bench, definition, ['a', 'b']);
    const before = statusOfStates(definition as never, (await historyOf(bench, executionArn)).map(flattenEvent));
    await bench.client.send(new RedriveExecutionCommand({ executionArn }));
    const events = await waitForHistory(bench, executionArn, hasEnded);
    await bench.close();
    expect([before.get('M')?.status, before.get('T')?.status]).toEqual(['failed', 'failed']);
    const after = statusOfStates(definition as never, events);
    expect(after.get('M')).toMatchObject({ status: 'succeeded', visits: [{ output: '["a","b"]' }] });
    expect(after.get('T')?.visits).toMatchObject([{ status: 'succeeded', attempts: [{ error: 'Bad' }, {}] }]);
  });

  it('tells the attempts of a task apart and forgets the error of one that went well afterwards', () => {
    const task = { resourceType: 'lambda', resource: 'invoke' };
    const events = [
      event(1, 0, 'ExecutionStarted'),
      event(2, 1, 'TaskStateEntered', { name: 'T' }),
      event(3, 2, 'TaskScheduled', task),
      event(4, 3, 'TaskTimedOut', { error: 'States.Timeout' }),
      event(5, 4, 'TaskScheduled', task),
      event(6, 5, 'TaskSucceeded', { output: '1' }),
      event(7, 6, 'TaskStateExited', { name: 'T', output: '1' }),
    ];
    const [visit] = visitsOf(events);
    expect(visit?.attempts.map((attempt) => attempt.error)).toEqual(['States.Timeout', undefined]);
    expect(visit).toMatchObject({ status: 'succeeded', output: '1' });
    expect(visit?.error).toBeUndefined();
  });
});

describe('what a visit knows', () => {
  it('has input, output and where it came from', () => {
    const [visit] = state('succeeds', 'Record artifact').visits;
    expect(visit?.from).toBe('Build');
    expect(JSON.parse(visit?.input ?? '')).toMatchObject({ built: { id: 'hello-build:1' } });
    expect(visit?.output).toBe('{}');
  });

  it('reads variables of its own scope and of those around it, but of no other iteration', () => {
    const visits = visitsOf(eventsOf('succeeds'));
    const baking = state('succeeds', 'Bake', { Stages: 1 }).visits[0];
    if (!baking) throw new Error('It never baked in production.');
    const variables = variablesAt(visits, baking);
    expect(JSON.parse(variables['plan'] ?? '')).toMatchObject({ release: PLAN.release });
    expect(JSON.parse(variables['stage'] ?? '')).toMatchObject({ name: 'production' });
    const entering = state('succeeds', 'Enter stage', { Stages: 1 }).visits[0];
    expect(entering && variablesAt(visits, entering)).not.toHaveProperty('stage');
  });

  it('names iterations after the stage or target that they are for', () => {
    const visits = visitsOf(eventsOf('is rolled back'));
    const map = visits.find((visit) => visit.state === 'Stages');
    expect(map && iterationsOf(visits, map)).toEqual([
      { index: 0, label: 'staging', status: 'succeeded' },
      { index: 1, label: 'production', status: 'failed' },
    ]);
  });

  it('gives every event of a task the name of its state', () => {
    const events = eventsOf('fails to build');
    const failed = events.find((e) => e.type === 'TaskFailed');
    expect(stateNames(events).get(failed?.id ?? 0)).toBe('Build');
  });
});

const event = (id: number, previous: number, type: string, details: Record<string, unknown> = {}): ExecutionEvent => ({
  id,
  previous,
  type,
  at: id,
  details,
});
