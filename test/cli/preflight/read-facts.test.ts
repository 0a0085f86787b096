import { describe, expect, it } from 'vitest';
import { readFacts } from '#cli/preflight/read-facts.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Config } from '#core/config/schema.ts';
import type { Answer, Inventory, Place } from '#core/ports/inventory.ts';
import { checkWorld } from '#core/preflight/check-world.ts';

const ROLE = 'arn:aws:iam::222222222222:role/bakewatch-target';

const parsed =
  parseConfig(`installation: { account: '111111111111', region: eu-central-1, externalId: a-secret-of-sixteen }
services:
  shop:
    repository: { id: 1, name: you/shop }
    build: { project: shop-build, image: shop }
    stages:
      - name: live
        targets:
          - { cluster: live, service: shop, container: web, region: eu-central-1, role: '${ROLE}' }
          - { cluster: live, service: shop, name: near, container: web }
        migrate: { task: shop-migrate, container: web, cluster: jobs }
        verify: { task: shop-test, cluster: jobs }
        taskRoles: [shop-task]
`);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const CONFIG: Config = parsed.config;

const found = <Found>(facts: Found): Answer<Found> => ({ kind: 'found', found: facts });
const MISSING = { kind: 'missing' } as const;

/** Everything is there, but in the other account alone; `isOpen`: that account can be entered. */
function inventoryOf({ isOpen }: { isOpen: boolean }): { inventory: Inventory; asked: string[] } {
  const asked: string[] = [];
  const at = <Found>(place: Place, what: string, facts: Found): Promise<Answer<Found>> => {
    asked.push(`${what} in ${place.role ? 'theirs' : 'ours'}${place.region ? `, ${place.region}` : ''}`);
    return Promise.resolve(place.role ? found(facts) : MISSING);
  };
  const inventory: Inventory = {
    identity: async () => ({ kind: 'known', account: '111111111111', arn: 'amy' }),
    entry: async ({ role }) => (role && !isOpen ? { kind: 'unasked', why: 'AWS denies it' } : found(true)),
    cluster: (place, name) => at(place, `cluster ${name}`, { status: 'ACTIVE' }),
    service: (place, _cluster, name) =>
      at(place, `service ${name}`, { status: 'ACTIVE', controller: 'ECS', taskDefinition: 'shop:1' }),
    taskDefinition: (place, name) =>
      at(place, `task ${name}`, { family: 'shop', revision: 1, containers: ['web'], roles: [], logGroups: [] }),
    role: (place, name) => at(place, `role ${name}`, { name }),
    logGroup: (place, name) => at(place, `log group ${name}`, true),
    alarms: async () => [],
    metric: async () => MISSING,
    project: async () => found({ isPrivileged: true }),
    repository: async () => found({ areTagsImmutable: true }),
  };
  return { inventory, asked };
}

describe('the tasks of a stage whose first target is in another account', () => {
  it('are looked for there, where they run, and their roles in every account of the stage', async () => {
    const { inventory, asked } = inventoryOf({ isOpen: true });
    await readFacts(inventory, CONFIG);
    expect(asked).toEqual(
      expect.arrayContaining([
        'cluster jobs in theirs, eu-central-1',
        'task shop-migrate in theirs, eu-central-1',
        'task shop-test in theirs, eu-central-1',
        'role shop-task in theirs',
        'role shop-task in ours',
      ]),
    );
    expect(asked.filter((each) => /jobs|shop-(migrate|test)/.test(each) && each.includes('ours'))).toEqual([]);
  });

  it('are neither right nor wrong while that account cannot be entered', async () => {
    const { inventory, asked } = inventoryOf({ isOpen: false });
    const findings = checkWorld(CONFIG, await readFacts(inventory, CONFIG));
    expect(asked.filter((each) => /jobs|migrate|test/.test(each))).toEqual([]);
    const of = (part: string) =>
      findings.filter(({ path }) => path.includes(part)).map(({ kind, message }) => `${kind}: ${message}`);
    const closed = 'it is in an account that could not be entered from here';
    expect(of('migrate')).toEqual([
      `unchecked: not checked whether the cluster "jobs" exists: ${closed}`,
      `unchecked: not checked whether the task definition "shop-migrate" is right: ${closed}`,
    ]);
    expect(of('verify')).toHaveLength(2);
    // Missing in the account that could be asked, and nobody knows of the other one.
    expect(of('taskRoles')).toEqual([`unchecked: not checked whether the role "shop-task" exists: ${closed}`]);
  });
});
