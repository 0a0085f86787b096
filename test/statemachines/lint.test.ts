import { expect, it } from 'vitest';
import { lint, RULES } from './lint/lint.ts';
import type { Machine, State } from './states.ts';

const LAMBDA = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
const service = { ErrorEquals: LAMBDA, MaxAttempts: 5 };
const never = { ErrorEquals: ['FenceLost', 'DeploymentRefused', 'ArtifactRefused'], MaxAttempts: 0 };
const again = { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], MaxAttempts: 2 };
const caught = { ErrorEquals: ['States.ALL'], Next: 'Done' };

/** As the definition spells a function. */
const LEAVE_STAGE = `$${'{LeaveStage}'}`;

const task = (over: Partial<State> = {}): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: LEAVE_STAGE, Payload: '{% $states.input %}' },
  TimeoutSeconds: 60,
  Retry: [service, never, again],
  Catch: [caught],
  Next: 'Done',
  ...over,
});
const Done: State = { Type: 'Succeed' };
const machine = (work: State, more: Record<string, State> = {}): Machine => ({
  StartAt: 'Work',
  States: { Work: work, Done, ...more },
});
/** A Map around one state, which ends it. */
const around = (state: State, over: Partial<State> = {}): State => ({
  Type: 'Map',
  ItemProcessor: { StartAt: 'Inner', States: { Inner: state } },
  Catch: [caught],
  Next: 'Done',
  ...over,
});
const { Catch: _none, Next: _on, ...bare } = task();
const inner: State = { ...bare, End: true };
const { TimeoutSeconds: _endless, ...endless } = task();

/** Definitions with one mistake each, by the rule that must find it. */
const BAD: [rule: keyof typeof RULES, what: string, machine: Machine][] = [
  ['bounded', 'a task without a timeout', machine(endless)],
  ['bounded', 'a timeout of a week', machine(task({ TimeoutSeconds: 604_800 }))],
  ['bounded', 'a state that only waits', machine({ Type: 'Wait', Next: 'Done' })],
  ['lambda faults first', 'no retrier', machine(task({ Retry: [never] }))],
  ['lambda faults first', 'a fault left out', machine(task({ Retry: [{ ErrorEquals: LAMBDA.slice(1) }, never] }))],
  ['lambda faults first', 'the faults behind others', machine(task({ Retry: [never, service, again] }))],
  ['lambda faults first', 'faults that are not retried', machine(task({ Retry: [{ ...service, MaxAttempts: 0 }] }))],
  ['refusals not repeated', 'refusals behind everything else', machine(task({ Retry: [service, again, never] }))],
  ['refusals not repeated', 'refusals nobody thought of', machine(task({ Retry: [service, again] }))],
  [
    'refusals not repeated',
    'States.ALL in their place',
    machine(task({ Retry: [service, { ErrorEquals: ['States.ALL'] }] })),
  ],
  [
    'refusals not repeated',
    'refusals that are retried',
    machine(task({ Retry: [service, { ...never, MaxAttempts: 1 }, again] })),
  ],
  [
    'States.ALL alone and last',
    'States.ALL beside another name',
    machine(task({ Catch: [{ ErrorEquals: ['States.Timeout', 'States.ALL'], Next: 'Done' }] })),
  ],
  [
    'States.ALL alone and last',
    'a catcher behind States.ALL',
    machine(task({ Catch: [caught, { ErrorEquals: ['States.Timeout'], Next: 'Done' }] })),
  ],
  [
    'caught',
    'a task that catches timeouts only',
    machine(task({ Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Done' }] })),
  ],
  ['caught', 'a Map that nobody catches, and what is in it', machine(around(inner, { Catch: [] }))],
  ['once only', 'a Map that is retried', machine(around(inner, { Retry: [again] }))],
  ['once only', 'a migration that is retried', { StartAt: 'Run migration', States: { 'Run migration': task(), Done } }],
  [
    'known errors',
    'an error that nobody throws',
    machine(task({ Catch: [{ ...caught, ErrorEquals: ['Oops'] }, caught] })),
  ],
  ['leads somewhere', 'a Next to nowhere', machine(task({ Next: 'Elsewhere' }))],
  ['leads somewhere', 'a way out of a Map', machine(around({ ...bare, Next: 'Done' }))],
  ['reached', 'a state that nothing leads to', machine(task(), { Forgotten: { Type: 'Fail' } })],
  [
    'reached',
    'two states that lead only to each other',
    machine(task(), { One: { Type: 'Pass', Next: 'Other' }, Other: { Type: 'Pass', Next: 'One' } }),
  ],
  ['goes on or ends', 'a task that does neither', machine({ ...bare, Catch: [caught] })],
  ['goes on or ends', 'a task that does both', machine(task({ End: true }))],
  ['choice has a default', 'a choice without one', machine({ Type: 'Choice', Choices: [{ Next: 'Done' }] })],
  ['expressions parse', 'a bracket too few', machine(task({ Output: { deep: ['{% $max([1, 2 %}'] } }))],
  ['expressions parse', 'an expression within a text', machine(task({ Output: 'since {% $now() %}' }))],
  ['names are ours', 'a resource that is computed', machine(task({ Resource: '{% $plan.resource %}' }))],
  [
    'names are ours',
    'a function that is computed',
    machine(task({ Arguments: { FunctionName: '{% $plan.function %}' } })),
  ],
  [
    'names are ours',
    'a function beside the list',
    machine(task({ Arguments: { FunctionName: 'arn:aws:lambda:us-east-1:1:function:mine' } })),
  ],
  [
    'names are ours',
    'a branch in a cluster`s name',
    machine(task({ Arguments: { FunctionName: LEAVE_STAGE, Cluster: '{% $states.input.ref %}' } })),
  ],
];

it.each(BAD)('finds by the rule "%s": %s', (rule, _what, bad) => {
  expect([...new Set(lint(bad).map((finding) => finding.rule))]).toEqual([rule]);
});

it('has a definition with a mistake for every rule', () => {
  expect(Object.keys(RULES).filter((rule) => !BAD.some(([found]) => found === rule))).toEqual([]);
});

it('has nothing against what is well, inside of a Map neither', () => {
  expect(lint(machine(task()))).toEqual([]);
  expect(lint(machine(around(inner)))).toEqual([]);
});
