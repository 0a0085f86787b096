import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { looksOfBake } from './cost/looks-of-bake.ts';
import { pollerEvents, pollerUsage } from './cost/poller.ts';
import { add, dollars, times, type Usage } from './cost/usage.ts';
import { countRows, type Entry, type Row, row } from './entry.ts';
import { type HappyRelease, happyReleases } from './machine/happy-releases.ts';
import { tally } from './tally.ts';

const WAITS = new Set(['Enter stage', 'Await deployment', 'Bake']);
/** One per stage and wait: the look that every wait begins with. */
const FIRST_LOOKS = 2 * WAITS.size;
const TRANSITIONS_BESIDES_LOOKS = 45;
const MEMORY_GB = 0.5;
const POLLED_EVERY = 60;
const BAKES: [string, number][] = [
  ['1 h', 3_600],
  ['24 h', 86_400],
  ['7 d', 604_800],
];

/** What a good release through two stages uses, and what a longer bake adds, beside a design that polls. */
export async function measure(): Promise<Entry> {
  const [happy] = (await happyReleases()).slice(-1);
  if (!happy) throw new Error('No release was measured.');
  const whole = usageOf(happy);
  return {
    title: 'Per release: what a good release through two stages uses',
    rows: [...releaseRows(happy, whole), ...BAKES.flatMap(([name, seconds]) => bakeRows(name, seconds, happy, whole))],
    note: [
      'One warm release of the sample on one machine; its stages ask for a look every 2 s, so it looks more often than a real one.',
      'A longer bake is computed: one transition, one invocation of await-bake and its measured calls per look, no event in between.',
      `The poller asks every ${POLLED_EVERY} s: 25 states, and Wait, Describe, Choice per round; Step Functions fails an execution at 25,000 events.`,
      'Dollars at list prices of us-east-1 without the free tier; a transaction counts as two items, each written twice, as DynamoDB bills it.',
      'Invocations are billed for the time they took here. CodeBuild, tasks and alarms cost the same in every design and are left out.',
    ].join('\n'),
  };
}

function releaseRows(happy: HappyRelease, whole: Usage): Row[] {
  const looks = furtherLooks(happy.history);
  return [
    row('state transitions', whole.transitions, '', TRANSITIONS_BESIDES_LOOKS + looks),
    row('of them looks after the first of each wait', looks, ''),
    row('events in the history', happy.history.length, '', 25_000),
    row('Lambda invocations', happy.invocations.length, ''),
    ...countRows('  invocations of', tally(happy.invocations.map((i) => i.functionName)), ''),
    row('cold starts', happy.coldStarts, ''),
    row('requests to the table', happy.calls.filter((call) => call.service === 'dynamodb').length, ''),
    ...countRows('  table', tally(happy.calls.filter((c) => c.service === 'dynamodb').map((c) => c.operation)), ''),
    ...countRows('API calls to', tally(happy.calls.map((call) => call.service)), ''),
    row('cost', dollars(whole), '$'),
  ];
}

function bakeRows(name: string, seconds: number, happy: HappyRelease, whole: Usage): Row[] {
  const looks = looksOfBake(seconds);
  const ours = add(whole, times(usageOfLook(happy), looks));
  const poller = pollerUsage(seconds, POLLED_EVERY);
  return [
    row(`bake of ${name}: looks`, looks, ''),
    row(`bake of ${name}: transitions`, ours.transitions, '', poller.transitions),
    row(`bake of ${name}: transitions, polling`, poller.transitions, ''),
    row(`bake of ${name}: events, polling`, pollerEvents(seconds, POLLED_EVERY), ''),
    row(`bake of ${name}: cost`, dollars(ours), '$', dollars(poller)),
    row(`bake of ${name}: cost, polling`, dollars(poller), '$'),
  ];
}

const stateEntries = (history: HistoryEvent[]): HistoryEvent[] =>
  history.filter(({ type }) => type?.endsWith('StateEntered'));

const furtherLooks = (history: HistoryEvent[]): number =>
  stateEntries(history).filter((event) => WAITS.has(event.stateEnteredEventDetails?.name ?? '')).length - FIRST_LOOKS;

function usageOf({ history, calls, invocations }: HappyRelease): Usage {
  const ms = invocations.reduce((sum, invocation) => sum + invocation.ms, 0);
  return { transitions: stateEntries(history).length, ...usageOfCalls(calls, invocations.length, ms) };
}

/** The mean of the bakes' looks. */
function usageOfLook({ calls, invocations }: HappyRelease): Usage {
  const looks = invocations.filter(({ functionName }) => functionName.endsWith('await-bake'));
  const ms = looks.reduce((sum, invocation) => sum + invocation.ms, 0);
  const made = calls.filter(({ caller }) => caller.endsWith('await-bake'));
  const all = usageOfCalls(made, looks.length, ms);
  return { ...times({ transitions: 0, ...all }, 1 / looks.length), transitions: 1 };
}

function usageOfCalls(calls: HappyRelease['calls'], invocations: number, ms: number): Omit<Usage, 'transitions'> {
  const count = (service: string, operation?: string): number =>
    calls.filter((call) => call.service === service && (!operation || call.operation === operation)).length;
  return {
    invocations,
    gbSeconds: (ms / 1_000) * MEMORY_GB,
    writes: count('dynamodb', 'TransactWriteItems') * 4,
    reads: count('dynamodb', 'GetItem') + count('dynamodb', 'Query'),
    cloudWatchRequests: count('monitoring'),
  };
}
