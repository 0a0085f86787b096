import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { Environment, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { ReleaseState } from '#core/release/release.ts';
import { invoke } from '#local/installation/invoke.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { commitAll, push } from '#local/installation/sample-git.ts';
import { startVisitors, type VisitorCount } from '#local/visitors/visitors.ts';
import { awaitRelease } from './await-release.ts';

export interface DemoResult {
  releases: StoredRelease[];
  /** What the visitors of production met, from the first release on. */
  visitors: VisitorCount;
  checks: Check[];
}

export interface Check {
  what: string;
  holds: boolean;
  seen: string;
}

const VISITORS_PER_SECOND = 25;
const LONGEST_RELEASE_MS = 45_000;

/** A good release, a bad one that passes its health check, its way back, and a good one. */
export async function playScript(machine: OneMachine, narrate: (line: string) => void): Promise<DemoResult> {
  const checks: Check[] = [];
  const check = (what: string, holds: boolean, seen: string): void => void checks.push({ what, holds, seen });
  const end = async (number: number, wanted: ReleaseState): Promise<StoredRelease> => {
    const release = await awaitRelease(machine, number, LONGEST_RELEASE_MS);
    check(`hello#${number} ends ${wanted}`, release.state === wanted, release.state);
    return release;
  };

  narrate('1. A good release');
  await push(machine.repository.workingCopyDirectory);
  const visitors = startVisitors(machine.urls.production, VISITORS_PER_SECOND);
  try {
    const first = await end(1, 'SUCCEEDED');
    const goodRevision = await productionRevision(machine);

    narrate('2. A bad one: it answers three requests in ten with an error, and its health check is green');
    await pushChange(machine, { errorShare: 0.3 }, 'Say hello faster');
    const second = await end(2, 'ROLLED_BACK');
    const afterwards = visitors.counts();
    check(
      'production serves hello#1 again',
      (await servedRevision(machine)) === goodRevision,
      await servedRevision(machine),
    );
    check('the alarm turned it around', /hello-production-5xx/.test(second.reason ?? ''), second.reason ?? '');
    check(
      'no request was lost on the way there and back',
      afterwards.lost === 0,
      `${afterwards.lost} lost, ${afterwards.bad} answered badly by hello#2`,
    );
    check('only hello#2 answered badly', await staysGood(visitors, afterwards.bad), `${visitors.counts().bad} in all`);

    narrate('3. A person has understood, lifts the hold, and a good one goes through');
    await liftHold(machine);
    await pushChange(machine, { errorShare: 0 }, 'Say hello faster, and well');
    const third = await end(3, 'SUCCEEDED');
    check('production serves hello#3', (await servedRevision(machine)) !== goodRevision, await servedRevision(machine));
    return { releases: [first, second, third], visitors: visitors.counts(), checks };
  } finally {
    visitors.stop();
  }
}

/** Commits a change of the sample and pushes it: `errorShare` of its requests are answered with an error, from 0 to 1. */
export async function pushChange(
  { repository }: OneMachine,
  fault: { errorShare: number },
  subject: string,
): Promise<void> {
  const directory = repository.workingCopyDirectory;
  writeFileSync(join(directory, 'fault.json'), `${JSON.stringify(fault)}\n`);
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string };
  const [major, minor = '0'] = manifest.version.split('.');
  writeFileSync(
    join(directory, 'package.json'),
    `${JSON.stringify({ ...manifest, version: `${major}.${Number(minor) + 1}.0` }, null, 2)}\n`,
  );
  await commitAll(directory, subject);
  await push(directory);
}

/** What the ledger calls current in production. */
async function productionRevision({ table }: OneMachine): Promise<string> {
  const environment = (await table.read(keys.environment('hello', 'production'))) as Stored<Environment> | undefined;
  return Object.values(environment?.current?.taskDefinitions ?? {}).join();
}

/** What ECS really runs in production: the one revision of all its tasks. */
async function servedRevision({ clients }: OneMachine): Promise<string> {
  const { taskArns = [] } = await clients.ecs.send(
    new ListTasksCommand({ cluster: 'production', serviceName: 'hello' }),
  );
  const { tasks = [] } = await clients.ecs.send(new DescribeTasksCommand({ cluster: 'production', tasks: taskArns }));
  return [...new Set(tasks.map((task) => task.taskDefinitionArn))].join();
}

/** A moment of visits more, without another bad answer. */
async function staysGood(visitors: { counts(): VisitorCount }, badBefore: number): Promise<boolean> {
  const enough = visitors.counts().good + VISITORS_PER_SECOND;
  while (visitors.counts().good < enough) await new Promise((resolve) => setTimeout(resolve, 50));
  return visitors.counts().bad === badBefore;
}

async function liftHold({ clients }: OneMachine): Promise<void> {
  const order = {
    id: randomUUID(),
    by: { via: 'cli', id: 'the demo' },
    reason: 'the errors are understood',
    command: { kind: 'resume', service: 'hello', stage: 'production' },
  };
  await invoke(clients, 'obey-command', order);
}
