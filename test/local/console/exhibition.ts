import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { memoryTable } from '#adapters/memory/table.ts';
import type { LedgerEvent, Stored } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, releasePartition } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { pagesAt } from '#core/words/pages-at.ts';
import { type Console, createConsole } from '#local/console/create-console.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { executionPath } from '#views/paths.ts';
import { openCloudWatch } from '../cloudwatch/cloudwatch-fixture.ts';
import { memoryBus } from './memory-bus.ts';
import { card, memoryInbox, reply } from './memory-inbox.ts';
import { type Story, startRelease } from './recorded-release.ts';
import { announcing, say, seedEnvironment, seedPassage, seedPlan, seedRelease, seedService, shaOf } from './seed.ts';

export const HOSTILE = `<script>document.title='owned'</script> \u202Eevil\u202C שלום ${'x'.repeat(140)}`;

export interface Exhibition {
  console: Console;
  table: Table;
  executionArn: string;
  /** Answers the task that waits for its token. */
  answer(output: object): Promise<void>;
  close(): Promise<void>;
}

/** A console over a ledger, an engine, an inbox and alarms that have something to show. */
export async function openExhibition(story: Story, port = 0): Promise<Exhibition> {
  const { bench, executionArn } = await startRelease(story);
  const cloudWatch = await openCloudWatch({}, manualClock(Date.now() - 21 * MINUTE));
  await cloudWatch.putAlarm({ AlarmName: 'hello-production-errors' });
  await misbehave(cloudWatch);
  const { table, changes } = announcing(memoryTable());
  const inbox = memoryInbox();
  const shown = await createConsole({
    port,
    table,
    stepFunctions: bench.client,
    cloudWatch: cloudWatch.client,
    chat: inbox,
    obey: memoryBus(table),
    changes,
    pages: pagesAt({ github: 'http://127.0.0.1:9/github' }),
  });
  await fill(table, executionArn);
  for (const number of [5, 6, 7]) await sayThread(table, inbox, number, shown.url + executionPath(executionArn));
  const close = async (): Promise<void> => {
    await shown.close();
    await cloudWatch.close();
    await bench.close();
  };
  const answer = async (output: object): Promise<void> => {
    const payload = bench.calls.at(-1)?.['Payload'] as { token: string } | undefined;
    const taskToken = payload?.token;
    await bench.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
  };
  return { console: shown, table, executionArn, answer, close };
}

const MINUTE = 60_000;

/** Errors while release 6 is in production, for a minute and a half, from eighteen and a half minutes ago on. */
async function misbehave({ clock, errors }: Awaited<ReturnType<typeof openCloudWatch>>): Promise<void> {
  const now = clock.now() + 21 * MINUTE;
  for (let at = clock.now(); at < now; at += MINUTE / 6) {
    errors(now - at < 18.5 * MINUTE && now - at > 17 * MINUTE ? 3 : 0);
    await clock.advanceTo(Math.min(now, at + MINUTE / 6));
  }
}

/** The release's thread: a card, and a reply for every line of its history after the first. */
async function sayThread(
  table: Table,
  inbox: ReturnType<typeof memoryInbox>,
  number: number,
  execution: string,
): Promise<void> {
  const id = `hello#${number}`;
  const events = (await table.list(releasePartition(id), { prefix: EVENT_PREFIX })) as Stored<LedgerEvent>[];
  const tsOf = ({ at }: LedgerEvent): string =>
    `${Math.floor(at / 1_000)}.${String(number * 1_000 + (at % 1_000)).padStart(6, '0')}`;
  const [first, ...rest] = events;
  const last = events.at(-1);
  if (!(first && last)) throw new Error(`${id} has no history.`);
  const head = tsOf(first);
  await table.write([create(keys.thread(id), { timestamp: head, said: events.length })]);
  inbox.add(card(head, `${id} ${last.state}`, last.sentence, `<${execution}|execution> · acme/hello`));
  for (const event of rest) inbox.add(reply(tsOf(event), head, event.sentence, event.page ?? false));
}

/** The story of the service `hello` until now: one release succeeded, one turned around, one that bakes, and a hostile one. */
export async function fill(table: Table, executionArn: string, now = Date.now()): Promise<void> {
  await seedService(table, now - 60 * MINUTE);
  await passedAll(table, 5, now - 50 * MINUTE);
  await turnedAround(table, 6, now - 20 * MINUTE);
  await baking(table, 7, now - 3 * MINUTE, executionArn);
  await seedPassages(table, now);
  await seedRelease(table, { number: 8, acceptedAt: now - MINUTE, subject: HOSTILE, author: 'Mallory <b>' });
  const current = (number: number, at: number) => ({
    release: number,
    sha: shaOf(number),
    digest: 'sha256:1',
    taskDefinitions: {},
    at,
  });
  await seedEnvironment(table, {
    stage: 'staging',
    current: current(6, now - 18 * MINUTE),
    holder: { release: 7, fence: 3, since: now - 2 * MINUTE, leaseUntil: now + 15 * MINUTE },
  });
  await seedEnvironment(table, {
    stage: 'production',
    current: current(5, now - 44 * MINUTE),
    hold: {
      kind: 'rollback',
      release: 6,
      since: now - 15 * MINUTE,
      reason:
        'rolled production back to hello#5: hello-production-errors went to ALARM at 07:55:10 UTC (it is OK again)',
    },
  });
}

/** What the ledger has of the time of each release in each stage. */
async function seedPassages(table: Table, now: number): Promise<void> {
  const [fifth, sixth, seventh] = [now - 50 * MINUTE, now - 20 * MINUTE, now - 3 * MINUTE];
  const healthy = (at: number) => ({ leftAt: at, verdict: { kind: 'healthy', reason: 'all quiet', at, samples: 412 } });
  await seedPassage(table, 5, 'staging', { arrivedAt: fifth + 32_000, ...healthy(fifth + 150_000) });
  await seedPassage(table, 5, 'production', { arrivedAt: fifth + 151_000, ...healthy(fifth + 300_000) });
  await seedPassage(table, 6, 'staging', { arrivedAt: sixth + 32_000, ...healthy(sixth + 130_000) });
  await seedPassage(table, 6, 'production', {
    arrivedAt: sixth + 131_000,
    verdict: {
      kind: 'unhealthy',
      reason: 'hello-production-errors went to ALARM at 07:55:10 UTC',
      at: sixth + 190_000,
    },
    rollback: { reason: 'hello-production-errors went to ALARM at 07:55:10 UTC', at: sixth + 191_000 },
  });
  await seedPassage(table, 7, 'staging', { arrivedAt: seventh + 60_000 });
  for (const number of [5, 6, 7]) await seedPlan(table, number);
}

async function artifact(table: Table, number: number, at: number): Promise<void> {
  await say(table, number, {
    kind: 'prepared',
    to: 'BUILDING',
    at: at + 800,
    sentence: 'will build with hello-build, then staging and production',
  });
  await say(table, number, {
    kind: 'artifact',
    to: 'WAITING',
    at: at + 31_000,
    sentence: 'built hello@sha256:1f0c9a3b41',
    logs: 'http://127.0.0.1:9/codebuild/logs/hello-build:1',
    set: { digest: 'sha256:1' },
  });
}

async function deployed(table: Table, number: number, stage: string, at: number): Promise<void> {
  const entry = { stage };
  await say(table, number, { ...entry, kind: 'arrived', to: 'WAITING', at, sentence: `reached ${stage}` });
  await say(table, number, {
    ...entry,
    kind: 'entered',
    to: 'DEPLOYING',
    at: at + 400,
    sentence: `entered ${stage}; would go back to hello#${number - 1}`,
  });
  await say(table, number, {
    ...entry,
    kind: 'deploying',
    at: at + 900,
    sentence: `deploys hello:${number} to web in ${stage} (was hello:${number - 1})`,
  });
  await say(table, number, {
    ...entry,
    kind: 'verified',
    to: 'VERIFYING',
    at: at + 24_000,
    sentence: `${stage}: GET http://127.0.0.1:8080/health answered 200`,
  });
  await say(table, number, {
    ...entry,
    kind: 'bake-started',
    to: 'BAKING',
    at: at + 24_600,
    sentence: `bakes in ${stage}, watching hello-${stage}-errors`,
    alarms: [`hello-${stage}-errors`],
  });
}

async function passedAll(table: Table, number: number, at: number): Promise<void> {
  await seedRelease(table, { number, acceptedAt: at, subject: 'Greet in the language of the visitor' });
  await artifact(table, number, at);
  await deployed(table, number, 'staging', at + 32_000);
  await say(table, number, {
    kind: 'deployed',
    to: 'WAITING',
    stage: 'staging',
    at: at + 150_000,
    sentence: 'passed staging: hello-staging-errors stayed OK for 90 s',
  });
  await deployed(table, number, 'production', at + 151_000);
  await say(table, number, {
    kind: 'ended',
    to: 'SUCCEEDED',
    stage: 'production',
    at: at + 300_000,
    sentence: 'is in production: hello-production-errors stayed OK for 2 min, 412 RequestCount seen (minSamples 50)',
  });
}

async function turnedAround(table: Table, number: number, at: number): Promise<void> {
  await seedRelease(table, { number, acceptedAt: at, subject: 'Cache greetings per visitor', author: 'Björn Øst' });
  await artifact(table, number, at);
  await deployed(table, number, 'staging', at + 32_000);
  await say(table, number, {
    kind: 'deployed',
    to: 'WAITING',
    stage: 'staging',
    at: at + 130_000,
    sentence: 'passed staging: hello-staging-errors stayed OK for 90 s',
  });
  await deployed(table, number, 'production', at + 131_000);
  await say(table, number, {
    kind: 'verdict',
    stage: 'production',
    at: at + 190_000,
    sentence: 'production is unhealthy: hello-production-errors went to ALARM at 07:55:10 UTC',
    alarms: ['hello-production-errors'],
    page: true,
  });
  await say(table, number, {
    kind: 'rolling-back',
    to: 'ROLLING_BACK',
    stage: 'production',
    at: at + 191_000,
    sentence: 'turns production around: hello-production-errors went to ALARM at 07:55:10 UTC',
  });
  await say(table, number, {
    kind: 'ended',
    to: 'ROLLED_BACK',
    stage: 'production',
    at: at + 215_000,
    sentence: 'rolled production back to hello#5: hello-production-errors went to ALARM at 07:55:10 UTC',
  });
}

async function baking(table: Table, number: number, at: number, executionArn: string): Promise<void> {
  await seedRelease(table, { number, acceptedAt: at, executionArn, subject: 'Mend the cache key of greetings' });
  await artifact(table, number, at);
  await deployed(table, number, 'staging', at + 60_000);
}
