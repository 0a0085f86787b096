import type { ServiceConfig } from '#core/config/schema.ts';
import type { Environment } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import type { Current } from '#core/release/current.ts';
import type { Release } from '#core/release/release.ts';
import type { Ecs } from '../world/ecs.ts';
import { REPOSITORY, SERVICE, targetsOf } from './service-config.ts';

const SHA = `${'0'.repeat(39)}1`;

/** Writes down that `hello#1` is healthy in every stage: it is what runs there. */
export async function knowCurrent(table: Table, ecs: Ecs, { stages }: ServiceConfig, at: number): Promise<void> {
  const digest = ecs.digestOf(primaryOf(ecs, stages[0]?.targets ? targetsOf(stages[0])[0] : undefined));
  const environments = stages.flatMap((stage) => {
    const taskDefinitions = Object.fromEntries(targetsOf(stage).map((t) => [t.name, primaryOf(ecs, t)]));
    const current: Current = { release: 1, sha: SHA, digest, taskDefinitions, at };
    const environment: Environment = { service: SERVICE, stage: stage.name, fence: 1, arrived: 1, current };
    return [
      create(keys.environment(SERVICE, stage.name), environment),
      create(keys.healthy(SERVICE, stage.name, 1), current),
    ];
  });
  const release: Release = {
    service: SERVICE,
    number: 1,
    sha: SHA,
    ref: 'refs/heads/main',
    before: '0'.repeat(40),
    repositoryId: REPOSITORY.id,
    repositoryName: REPOSITORY.name,
    author: 'amy',
    subject: 'Begin',
    state: 'SUCCEEDED',
    reason: 'it was there before',
    digest,
    acceptedAt: at,
    endedAt: at,
    events: 0,
  };
  await table.write([
    ...environments,
    create(keys.release(SERVICE, 1), release),
    create(keys.head(SERVICE), { service: SERVICE, lastNumber: 1 }),
  ]);
}

const primaryOf = (ecs: Ecs, target: Parameters<Ecs['serviceOf']>[0] | undefined): string =>
  (target && ecs.serviceOf(target)?.view.deployments[0]?.taskDefinition) ?? '';
