import { describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import type { Run } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { aDeployment, aRelease, MINUTE, NOON } from '#test/fixtures/ledger.ts';
import { seedService } from '#test/local/console/seed.ts';
import { readDelivery } from '#views/read/read-delivery.ts';

const HOUR = 60 * MINUTE;

/** When ECS took `hello#<number>`: one release an hour. */
const takenAt = (number: number): number => NOON + number * HOUR;

/** Healthy in production half an hour after ECS took it there. */
async function seedHealthy(table: Table, number: number): Promise<void> {
  const release = `hello#${number}`;
  const taken = takenAt(number);
  const run: Run = {
    release,
    stage: 'production',
    arrivedAt: taken,
    enteredAt: taken,
    leftAt: taken + HOUR / 2,
    verdict: { kind: 'healthy', reason: 'good', at: taken + HOUR / 2 },
  };
  const { version: _, ...item } = aRelease({ number, state: 'SUCCEEDED', acceptedAt: taken - MINUTE });
  const deployment = aDeployment({ release, requestedAt: taken });
  await table.write([
    create(keys.release('hello', number), item),
    create(keys.run(release, 'production'), run),
    create(keys.deployment(release, 'production', 'hello', 'forward'), deployment),
    // What was asked of ECS in another stage is not of this one.
    create(keys.deployment(release, 'staging', 'hello', 'forward'), { ...deployment, requestedAt: taken - HOUR }),
  ]);
}

async function seeded(count: number): Promise<Table> {
  const table = memoryTable();
  await seedService(table, NOON);
  for (let number = 1; number <= count; number += 1) await seedHealthy(table, number);
  return table;
}

/** The same table; `read` has what was read of it. */
function watched(table: Table): { table: Table; read: string[] } {
  const read: string[] = [];
  const noted: Table = {
    ...table,
    read: (key) => {
      read.push(`${key.pk} ${key.sk}`);
      return table.read(key);
    },
    list: (pk, options) => {
      read.push(`${pk} ${options?.prefix}*`);
      return table.list(pk, options);
    },
  };
  return { table: noted, read };
}

describe('what the console and the command line read of delivery', () => {
  it('is of the last stage, when ECS took it there', async () => {
    expect(await readDelivery(await seeded(1), 'hello', NOON)).toEqual({
      service: 'hello',
      stage: 'production',
      deployments: [
        { release: 1, acceptedAt: takenAt(1) - MINUTE, deployedAt: takenAt(1), healthyAt: takenAt(1) + HOUR / 2 },
      ],
    });
  });

  it('goes back until the window is over, however many releases it has, each read once', async () => {
    const { table, read } = watched(await seeded(260));
    const { deployments } = await readDelivery(table, 'hello', takenAt(120));
    const inWindow = deployments.filter(({ deployedAt }) => deployedAt >= takenAt(120)).map(({ release }) => release);
    expect(inWindow).toEqual(Array.from({ length: 141 }, (_, i) => 260 - i));
    const ofReleases = read.filter((key) => key.startsWith('RELEASE#'));
    expect(new Set(ofReleases).size).toBe(ofReleases.length);
    expect(read).not.toContain('RELEASE#hello#60 RUN#production');
  });

  it('ends where the service begins', async () => {
    expect((await readDelivery(await seeded(100), 'hello', 0)).deployments).toHaveLength(100);
  });

  it('reads of what never entered the stage nothing but that', async () => {
    const { table, read } = watched(await seeded(1));
    const { version: _, ...item } = aRelease({ number: 2, state: 'SUPERSEDED' });
    await table.write([
      create(keys.release('hello', 2), item),
      create(keys.run('hello#2', 'production'), { release: 'hello#2', stage: 'production', arrivedAt: NOON }),
    ]);
    expect((await readDelivery(table, 'hello', 0)).deployments.map(({ release }) => release)).toEqual([1]);
    expect(read.filter((key) => key.startsWith('RELEASE#')).sort()).toEqual([
      'RELEASE#hello#1 DEPLOYMENT#production#*',
      'RELEASE#hello#1 RUN#production',
      'RELEASE#hello#2 RUN#production',
    ]);
  });

  it('is nothing for a service that is not configured any more', async () => {
    expect(await readDelivery(memoryTable(), 'hello', 0)).toEqual({ service: 'hello', deployments: [] });
  });
});
