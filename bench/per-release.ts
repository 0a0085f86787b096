import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { WIDEST_GAP_SHARE } from '#core/waits/looks.ts';
import { looksOfBake } from './cost/looks-of-bake.ts';
import { pollerEvents, pollerUsage } from './cost/poller.ts';
import { add, dollars, dollarsFor, times, type Usage } from './cost/usage.ts';
import { usageOf } from './cost/usage-of.ts';
import { countRows, type Entry, type Row, row } from './entry.ts';
import { type HappyRelease, happyReleases } from './machine/happy-releases.ts';
import { idleLooks } from './machine/looks-of.ts';
import { tally } from './tally.ts';

const WAITS = new Set(['Enter stage', 'Await deployment', 'Bake']);
const STAGES = 2;
/** One per stage and wait: the look that every wait begins with. */
const FIRST_LOOKS = STAGES * WAITS.size;
const TRANSITIONS_BESIDES_LOOKS = 45;
const DOLLARS_PER_RELEASE = 0.0025;
const POLLED_EVERY = 60;
const BAKES: [string, number][] = [
  ['1 h', 3_600],
  ['24 h', 86_400],
  ['7 d', 604_800],
];

/** What a good release through two stages uses, with bakes as they are in earnest, beside a design that polls. */
export async function measure(): Promise<Entry> {
  const [happy] = (await happyReleases()).slice(-1);
  if (!happy) throw new Error('No release was measured.');
  return {
    title: 'Per release: what a good release through two stages uses',
    rows: [
      ...releaseRows(happy),
      ...BAKES.flatMap(([name, seconds], i) => bakeRows(name, seconds, happy, i === 0)),
      growthRow(),
    ],
    note: [
      'One warm release of the sample on one machine; its stages ask for a look every 2 s and bake for seconds. Bakes of 1 h, 24 h and 7 d, in both',
      'stages, are computed: the looks of the measured bakes that found nothing new are taken away, and as many put in as the rule for looks has; each is',
      'one transition, one invocation of await-bake and what it was measured to ask. No event in between. The poller bakes as long, in both stages;',
      `it asks every ${POLLED_EVERY} s: 25 states, and Wait, Describe, Choice per round. Step Functions fails an execution at 25,000 events.`,
      'Dollars at list prices of us-east-1 without the free tier. A write is every KB begun, twice as in every transaction, from the table`s own stream;',
      'checks that write nothing are left out. Lambda bills milliseconds begun, at the memory of infra/installation.ts; the milliseconds are those of this',
      'machine, which has more processor than a small function gets and calls that are nearer. CodeBuild, tasks and alarms cost the same in every design.',
    ].join('\n'),
  };
}

function releaseRows(happy: HappyRelease): Row[] {
  const looks = furtherLooks(happy.history);
  const usage = usageOfRelease(happy);
  return [
    row('state transitions', usage.transitions, '', TRANSITIONS_BESIDES_LOOKS + looks),
    row('of them looks after the first of each wait', looks, ''),
    row('events in the history', happy.history.length, '', 25_000),
    row('Lambda invocations', happy.invocations.length, ''),
    ...countRows('  invocations of', tally(happy.invocations.map((i) => i.functionName)), ''),
    row('cold starts', happy.coldStarts, ''),
    row('requests to the table', happy.calls.filter((call) => call.service === 'dynamodb').length, ''),
    ...countRows('  table', tally(happy.calls.filter((c) => c.service === 'dynamodb').map((c) => c.operation)), ''),
    ...countRows('API calls to', tally(happy.calls.map((call) => call.service)), ''),
    ...costRows('cost', usage),
    ...lookRows(happy),
  ];
}

/** What one more look asks, and costs. */
function lookRows(happy: HappyRelease): Row[] {
  const looks = idleLooks(happy);
  const mean = (count: number): number => count / looks.length;
  const calls = tally(looks.flatMap((look) => look.calls.map(({ service, operation }) => `${service} ${operation}`)));
  const each = Object.fromEntries(Object.entries(calls).map(([name, count]) => [name, mean(count)]));
  return [
    ...countRows('one further look of a bake:', each, ''),
    ...costRows('one further look of a bake', usageOfLook(happy)),
  ];
}

const costRows = (what: string, usage: Usage, atMost?: number): Row[] => [
  row(`${what}: cost`, dollars(usage), '$', atMost),
  ...Object.entries(dollarsFor(usage)).map(([part, cost]) => row(`  for ${part}`, cost, '$')),
];

function bakeRows(name: string, seconds: number, happy: HappyRelease, isBudgeted: boolean): Row[] {
  const what = `bakes of ${name}`;
  const looks = STAGES * looksOfBake(seconds);
  const ours = usageOfBakes(happy, looks);
  const poller = pollerUsage(Array(STAGES).fill(seconds), POLLED_EVERY);
  const deployments = furtherLooks(happy.history) - furtherLooksOf(happy.history, 'Bake');
  return [
    row(`${what}: looks after the first of each`, looks, ''),
    row(`${what}: transitions`, ours.transitions, '', TRANSITIONS_BESIDES_LOOKS + looks + deployments),
    row(`${what}: transitions, polling`, poller.transitions, ''),
    row(`${what}: events, polling`, pollerEvents(Array(STAGES).fill(seconds), POLLED_EVERY), ''),
    ...costRows(what, ours, isBudgeted ? DOLLARS_PER_RELEASE : dollars(poller)),
    row(`${what}: cost, polling`, dollars(poller), '$'),
  ];
}

/** Once 5 % of what was waited is more than five minutes, every look comes 5 % later than the one before: looks grow with the logarithm. */
function growthRow(): Row {
  const [day, week] = [86_400, 7 * 86_400];
  const atMost = Math.ceil(Math.log(week / day) / Math.log(1 + WIDEST_GAP_SHARE));
  return row('one bake of 7 d instead of 24 h: looks more', looksOfBake(week) - looksOfBake(day), '', atMost);
}

const stateEntries = (history: HistoryEvent[]): HistoryEvent[] =>
  history.filter(({ type }) => type?.endsWith('StateEntered'));

const furtherLooks = (history: HistoryEvent[]): number =>
  stateEntries(history).filter((event) => WAITS.has(event.stateEnteredEventDetails?.name ?? '')).length - FIRST_LOOKS;

const furtherLooksOf = (history: HistoryEvent[], wait: string): number =>
  stateEntries(history).filter((event) => event.stateEnteredEventDetails?.name === wait).length - STAGES;

const usageOfRelease = (happy: HappyRelease): Usage => ({
  transitions: stateEntries(happy.history).length,
  ...usageOf(happy),
});

/** The release as measured, with so many looks after the first of each bake instead of its own; the last of them ends the bake. */
function usageOfBakes(happy: HappyRelease, looks: number): Usage {
  const more = looks - STAGES - idleLooks(happy).length;
  return add(usageOfRelease(happy), times(usageOfLook(happy), more));
}

/** The mean of the looks that found nothing new. */
function usageOfLook(happy: HappyRelease): Usage {
  const looks = idleLooks(happy);
  const all = usageOf({
    invocations: looks.map(({ invocation }) => invocation),
    calls: looks.flatMap(({ calls }) => calls),
  });
  return { ...times({ transitions: 0, ...all }, 1 / looks.length), transitions: 1 };
}
