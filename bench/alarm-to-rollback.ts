import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { RULES } from '#infra/installation.ts';
import { type Entry, type Row, row } from './entry.ts';
import { liftHold } from './machine/lift-hold.ts';
import { onlyProduction } from './machine/only-production.ts';
import { type BenchMachine, withMachine } from './machine/open-machine.ts';
import { type Reaction, readReaction } from './machine/read-reaction.ts';
import { releaseChange } from './machine/release-change.ts';
import { spread } from './spread.ts';

const TIMES = 5;
const BAD_SHARE = 0.3;
const START_BUDGET_MS = 2_000;
/** As `examples/hello.bakewatch.yaml` has it, and a second to act on what was seen. */
const LOOK_BUDGET_MS = 2_000 + 1_000;

/** How long production stays bad: from the alarm to the rollback's first call of ECS, by event and, events lost, by the next look. */
export async function measure(): Promise<Entry> {
  const { byEvent, byLook } = await withMachine({ configure: onlyProduction }, async (bench) => {
    await releaseChange(bench, 0, 'SUCCEEDED');
    const reactions: Reaction[] = [];
    while (reactions.length < TIMES) reactions.push(await turnAround(bench));
    await loseEvents(bench);
    return { byEvent: reactions, byLook: await turnAround(bench) };
  });
  return {
    title: 'Alarm to rollback: how long a bad release stays after its alarm',
    rows: [
      ...spreadRows(
        'alarm to `rolling-back` in the ledger',
        byEvent.map((r) => r.recordedMs),
      ),
      ...spreadRows(
        'alarm to the first call of ECS',
        byEvent.map((r) => r.calledMs),
      ),
      row('alarm to the whole way back, median', spread(byEvent.map((r) => r.endedMs)).median, 'ms'),
      row('without any event: to `rolling-back`', byLook.recordedMs, 'ms', LOOK_BUDGET_MS),
      row('without any event: to the first call of ECS', byLook.calledMs, 'ms', LOOK_BUDGET_MS),
    ],
    note: [
      `${TIMES} bad releases (3 of 10 requests fail) on one machine with 25 visitors a second, one stage, timed from the alarm's own`,
      'timestamp in CloudWatch; then one more with the EventBridge rules deleted, found by the next look (every 2 s).',
      'A difference of clocks does not come in: it is one machine.',
    ].join('\n'),
  };
}

async function turnAround(bench: BenchMachine): Promise<Reaction> {
  const since = new Date();
  const release = await releaseChange(bench, BAD_SHARE, 'ROLLED_BACK');
  const reaction = await readReaction(bench, release, since);
  await liftHold(bench.machine);
  return reaction;
}

function spreadRows(what: string, values: number[]): Row[] {
  const { min, median, max } = spread(values);
  return [
    row(`${what}, min`, min, 'ms'),
    row(`${what}, median`, median, 'ms'),
    row(`${what}, max`, max, 'ms', START_BUDGET_MS),
  ];
}

async function loseEvents({ machine: { clients } }: BenchMachine): Promise<void> {
  for (const { name } of RULES) {
    await clients.eventBridge.send(new RemoveTargetsCommand({ Rule: name, Ids: ['resume-waits'] }));
    await clients.eventBridge.send(new DeleteRuleCommand({ Name: name }));
  }
}
