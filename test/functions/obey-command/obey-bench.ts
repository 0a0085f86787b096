import { type MemoryBuilds, memoryBuilds } from '#adapters/memory/builds.ts';
import type { Command } from '#core/commands/command.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import { configSchema } from '#core/config/schema.ts';
import type { CommandRecord } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put } from '#core/ledger/record.ts';
import { makePlan } from '#core/plan/make-plan.ts';
import { type Answer, obeyCommand } from '#functions/obey-command/obey-command.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { TARGET } from '#test/fixtures/stage-plan.ts';
import { type Bench, openBench } from '#test/functions/bench.ts';

export interface Said {
  by?: string;
  via?: 'cli' | 'slack' | 'github';
  reason?: string;
  id?: string;
  seen?: Record<string, unknown>;
  card?: string;
}

export type ObeyBench = Bench & {
  builds: MemoryBuilds;
  obey(command: Command | Record<string, unknown>, said?: Said, ports?: Partial<Bench['ports']>): Promise<Answer>;
  /** What was asked for in a service (`*`: in all), oldest first. */
  records(service?: string): Promise<CommandRecord[]>;
  /** Writes the plan of a release as prepare-release does. */
  plan(number: number): Promise<void>;
};

/** A bench with a configured service `hello`, and further services of the same form. */
export async function openObeyBench(over: Record<string, unknown> = {}, others: string[] = []): Promise<ObeyBench> {
  const bench = openBench();
  const { table } = bench.ports;
  const builds = memoryBuilds();
  let serial = 0;
  for (const service of ['hello', ...others]) {
    const config = configOf(service, service === 'hello' ? over : {});
    await table.write([
      create(keys.listedService(service), { service, repositoryId: 42 }),
      create(keys.config(42, service), { service, repositoryId: 42, config, hash: 'x', at: NOON }),
    ]);
  }
  return {
    ...bench,
    builds,
    obey(command, { by = 'amy', via = 'cli', reason = 'I looked at it', id, ...more } = {}, ports = {}) {
      serial += 1;
      const order = { id: id ?? `order-${serial}`, by: { via, id: by }, reason, command, ...more };
      return obeyCommand({ ...bench.ports, builds, ...ports }, order);
    },
    records: async (service = 'hello') =>
      (await table.list(keys.commandRecord(service, 0, '').pk)) as unknown as CommandRecord[],
    async plan(number) {
      const release = await bench.release(number);
      await table.write([
        put(keys.plan(`hello#${number}`), undefined, { plan: makePlan(release, configOf('hello', over)) }),
      ]);
    },
  };
}

const { name: _, ...target } = TARGET;

function configOf(service: string, { production = {}, ...over }: Record<string, unknown>): ServiceConfig {
  const { services } = configSchema.parse({
    installation: { account: '111111111111', region: 'eu-central-1', externalId: '0a1b2c3d-4e5f-6071' },
    services: {
      [service]: {
        repository: { id: 42, name: 'acme/hello' },
        build: { project: 'hello', image: 'hello' },
        stages: [
          { name: 'staging', targets: [target] },
          {
            name: 'production',
            targets: [target],
            bake: { for: '10m', alarms: ['errors'] },
            ...(production as object),
          },
        ],
        ...over,
      },
    },
  });
  const config = services[service];
  if (!config) throw new Error('It was just configured.');
  return config;
}
