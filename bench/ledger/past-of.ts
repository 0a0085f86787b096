import { createHash } from 'node:crypto';
import type { ConfigItem, Environment, PushedCommit } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Item, Key } from '#core/ports/table.ts';
import type { Current } from '#core/release/current.ts';
import type { Release } from '#core/release/release.ts';

export const SERVICE = 'hello';
const REPOSITORY = { id: 1_296_269, name: 'acme/hello' };
const REF = 'refs/heads/main';
const STAGES = ['staging', 'production'];
const BEGAN = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
/** The newest release has this number however many there are, so that items are equally long. */
export const NEWEST = 300_000;
export const oldestOf = (releases: number): number => NEWEST - releases + 1;

export const shaOf = (number: number): string => createHash('sha1').update(String(number)).digest('hex');

/** What `releases` good releases leave in the partition of their service, and what is asked with it. */
export function* pastOf(releases: number): Generator<Item> {
  yield stored(keys.listedService(SERVICE), { service: SERVICE, repositoryId: REPOSITORY.id });
  yield stored(keys.config(REPOSITORY.id, SERVICE), config);
  yield stored(keys.head(SERVICE), { service: SERVICE, lastNumber: NEWEST });
  yield stored(keys.swept(SERVICE), { upTo: NEWEST });
  for (const stage of STAGES) yield stored(keys.environment(SERVICE, stage), environment(stage));
  for (let number = oldestOf(releases); number <= NEWEST; number += 1) {
    yield stored(keys.release(SERVICE, number), release(number));
    yield stored(keys.artifact(SERVICE, shaOf(number)), { digest: digest(number), image: `hello@${digest(number)}` });
    yield stored(keys.commit(REPOSITORY.id, shaOf(number), REF, shaOf(number - 1)), pushed(number));
    for (const stage of STAGES) yield stored(keys.healthy(SERVICE, stage, number), current(number));
  }
}

const stored = (key: Key, item: object): Item => ({ ...key, ...item, version: 7 });
const digest = (number: number): string => `sha256:${createHash('sha256').update(String(number)).digest('hex')}`;

const release = (number: number): Release => ({
  service: SERVICE,
  number,
  sha: shaOf(number),
  ref: REF,
  before: shaOf(number - 1),
  repositoryId: REPOSITORY.id,
  repositoryName: REPOSITORY.name,
  author: 'amy',
  pusher: 'amy',
  subject: 'Say hello in the language that the visitor`s browser asks for',
  state: 'SUCCEEDED',
  stage: 'production',
  reason: 'runs in staging and production: 2 alarms stayed OK for 61 min, 48210 RequestCount seen (minSamples 100)',
  acceptedAt: BEGAN + number * HOUR,
  endedAt: BEGAN + (number + 1) * HOUR,
  executionArn: `arn:aws:states:eu-central-1:123456789012:execution:bakewatch-release:hello-${number}`,
  events: 14,
});

const pushed = (number: number): PushedCommit => ({
  releases: [`${SERVICE}#${number}`],
  message: `${SERVICE}#${number} accepted`,
  ref: REF,
  at: BEGAN + number * HOUR,
});

const current = (number: number): Current => ({
  release: number,
  sha: shaOf(number),
  digest: digest(number),
  taskDefinitions: { hello: `arn:aws:ecs:eu-central-1:123456789012:task-definition/hello:${number}` },
  at: BEGAN + (number + 1) * HOUR,
});

const environment = (stage: string): Environment => ({
  service: SERVICE,
  stage,
  fence: NEWEST,
  arrived: NEWEST,
  touched: NEWEST,
  current: current(NEWEST),
});

const config = {
  service: SERVICE,
  repositoryId: REPOSITORY.id,
  config: {
    repository: REPOSITORY,
    branch: 'main',
    build: { project: 'hello-build', image: 'hello' },
    stages: STAGES.map((name) => ({ name, targets: [{ cluster: 'main', service: 'hello', container: 'app' }] })),
  },
  hash: '0123456789abcdef',
  at: BEGAN,
} as unknown as ConfigItem;
