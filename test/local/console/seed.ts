import { configSchema } from '#core/config/schema.ts';
import type { ConfigItem, Environment, LedgerEvent, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, record } from '#core/ledger/record.ts';
import { makePlan } from '#core/plan/make-plan.ts';
import type { Change, Key, Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import { aDeployment } from '#test/fixtures/ledger.ts';

const REPOSITORY = { id: 42, name: 'acme/hello' };

export interface SeedRelease extends Partial<Release> {
  number: number;
  acceptedAt: number;
}

export const shaOf = (number: number): string => `${'c0ffee'.slice(0, 6)}${number}`.padEnd(40, 'a');

/** Writes through a table that tells a listener about every change, as the ledger's stream does. */
export function announcing(table: Table): { table: Table; changes: (listener: (key?: Key) => void) => () => void } {
  const listeners = new Set<(key?: Key) => void>();
  const keyOf = (change: Change): Key =>
    'put' in change ? change.put : 'check' in change ? change.check : change.remove;
  return {
    table: {
      ...table,
      async write(changes) {
        const isWritten = await table.write(changes);
        if (isWritten) for (const change of changes) for (const listener of listeners) listener(keyOf(change));
        return isWritten;
      },
    },
    changes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The service `hello` with stages staging and production. */
export async function seedService(table: Table, at: number): Promise<void> {
  const targets = [{ cluster: 'main', service: 'web', container: 'app' }];
  const verify = { url: 'http://127.0.0.1:8080/health' };
  const hello = {
    repository: REPOSITORY,
    build: { project: 'hello-build', image: 'hello' },
    slack: { channel: '#releases' },
    stages: ['staging', 'production'].map((name) => ({
      name,
      targets,
      verify,
      bake: { for: '2m', alarms: [`hello-${name}-errors`] },
    })),
  };
  const config = configSchema.parse({ services: { hello } }).services['hello'];
  if (!config) throw new Error('The configuration has lost its service.');
  const item: ConfigItem = { service: 'hello', repositoryId: REPOSITORY.id, config, hash: 'h', at };
  await write(table, [
    create(keys.listedService('hello'), { service: 'hello', repositoryId: REPOSITORY.id }),
    create(keys.config(REPOSITORY.id, 'hello'), item),
  ]);
}

/** A pushed release with its first event. */
export async function seedRelease(table: Table, given: SeedRelease): Promise<void> {
  const release: Release = {
    service: 'hello',
    sha: shaOf(given.number),
    ref: 'refs/heads/main',
    before: shaOf(given.number - 1),
    repositoryId: REPOSITORY.id,
    repositoryName: REPOSITORY.name,
    author: 'Amy Adler',
    subject: 'Say hello to everybody',
    state: 'ACCEPTED',
    reason: 'pushed by amy to main',
    events: 1,
    ...given,
  };
  const event: LedgerEvent = {
    release: `hello#${release.number}`,
    number: 1,
    at: release.acceptedAt,
    actor: 'push by amy',
    kind: 'accepted',
    sentence: 'pushed by amy to main',
    state: 'ACCEPTED',
  };
  await write(table, [
    create(keys.release('hello', release.number), release),
    create(keys.event(event.release, 1), event),
  ]);
}

type Said = Parameters<typeof record>[1];

/** Moves a release on, as the functions do. */
export async function say(
  table: Table,
  number: number,
  entry: Omit<Said, 'actor'> & { actor?: string },
): Promise<void> {
  const release = (await table.read(keys.release('hello', number))) as StoredRelease;
  await write(table, record(release, { actor: 'bakewatch', ...entry }));
}

export async function seedEnvironment(
  table: Table,
  environment: Omit<Environment, 'service' | 'fence' | 'arrived'>,
): Promise<void> {
  const item: Environment = { service: 'hello', fence: 3, arrived: 7, ...environment };
  await write(table, [create(keys.environment('hello', environment.stage), item)]);
}

/** A release's time in a stage: it deploys half a second after it arrives, and bakes 24 seconds later. */
export async function seedPassage(
  table: Table,
  number: number,
  stage: string,
  run: Partial<Run> & { arrivedAt: number },
): Promise<void> {
  const release = `hello#${number}`;
  const { arrivedAt } = run;
  const at = arrivedAt + 500;
  await write(table, [
    create(keys.run(release, stage), {
      release,
      stage,
      enteredAt: arrivedAt + 400,
      bakeStartedAt: arrivedAt + 24_600,
      ...run,
    }),
    create(
      keys.deployment(release, stage, 'web', 'forward'),
      aDeployment({ release, stage, target: 'web', intentAt: at, requestedAt: at + 400 }),
    ),
  ]);
}

/** What a release was going to do, as prepare-release writes it. */
export async function seedPlan(table: Table, number: number): Promise<void> {
  const release = (await table.read(keys.release('hello', number))) as StoredRelease;
  const { config } = (await table.read(keys.config(REPOSITORY.id, 'hello'))) as Stored<ConfigItem>;
  await write(table, [create(keys.plan(`hello#${number}`), { plan: makePlan(release, config) })]);
}

async function write(table: Table, changes: Change[]): Promise<void> {
  if (!(await table.write(changes))) throw new Error('The seed does not fit what is there.');
}
