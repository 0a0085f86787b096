import { describe, expect, it } from 'vitest';
import { memoryTable } from '#adapters/memory/table.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Config } from '#core/config/schema.ts';
import { keys, SERVICES } from '#core/ledger/keys.ts';
import { applyConfig } from '#functions/apply-config/apply-config.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

/** Services by name, each with the number of its repository and how long it bakes. */
function configOf(services: Record<string, { repository: number; bake?: string }>): Config {
  const lines = Object.entries(services).map(
    ([name, { repository, bake = '10m' }]) => `
  ${name}:
    repository: { id: ${repository}, name: acme/${name} }
    build: { project: build, image: ${name} }
    stages:
      - { name: production, targets: [{ cluster: c, service: s, container: app }], bake: { for: ${bake}, alarms: [a] } }`,
  );
  const parsed = parseConfig(`services:${lines.join('') || ' {}'}\n`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.config;
}

describe('applying a configuration', () => {
  it('writes what is new or has changed, and says which; a second time nothing', async () => {
    const table = memoryTable();
    const first = configOf({ hello: { repository: 1 }, orders: { repository: 2 } });
    expect(await applyConfig(table, first, NOON)).toEqual(['hello', 'orders']);
    expect(await applyConfig(table, first, NOON + 1)).toEqual([]);
    expect(
      await applyConfig(table, configOf({ hello: { repository: 1, bake: '1h' }, orders: { repository: 2 } }), NOON + 2),
    ).toEqual(['hello']);
    expect(await table.read(keys.config(1, 'hello'))).toMatchObject({
      at: NOON + 2,
      config: { stages: [{ bake: { for: 3_600_000 } }] },
    });
    expect(await table.read(keys.config(2, 'orders'))).toMatchObject({ at: NOON });
  });

  it('no longer releases a service from the repository that it has left, or one that is gone', async () => {
    const table = memoryTable();
    await applyConfig(table, configOf({ hello: { repository: 1 }, orders: { repository: 2 } }), NOON);
    await applyConfig(table, configOf({ hello: { repository: 9 } }), NOON);
    expect(await table.read(keys.config(1, 'hello'))).toBeUndefined();
    expect(await table.read(keys.config(2, 'orders'))).toBeUndefined();
    expect(await table.read(keys.config(9, 'hello'))).toMatchObject({ repositoryId: 9 });
    expect(await table.list(SERVICES)).toMatchObject([{ service: 'hello', repositoryId: 9 }]);
  });
});
