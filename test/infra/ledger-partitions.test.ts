import { beforeAll, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import type { Key } from '#core/ports/table.ts';
import { FUNCTIONS, functionName, TABLE } from '#infra/installation.ts';
import { type Authorizer, createAuthorizer } from '#local/iam/create-authorizer.ts';
import { synthesisedRoles } from '#test/fixtures/iam/synthesised-roles.ts';
import { exampleYaml } from './synthesise.ts';

const SHA = 'a'.repeat(40);

/** An item of each kind in the ledger. */
const ITEMS: Record<string, Key> = {
  configuration: keys.config(1001, 'hello'),
  'list of services': keys.listedService('hello'),
  push: keys.push(1001, 'refs/heads/main', SHA, SHA),
  commit: keys.commit(1001, SHA, 'refs/heads/main', SHA),
  delivery: keys.delivery('0a1b'),
  'news of checks': keys.checksNews(1001, SHA, '0a1b'),
  release: keys.release('hello', 1),
  event: keys.event('hello#1', 1),
  freeze: keys.freeze('hello'),
  command: keys.command('0a1b'),
  'command`s record': keys.commandRecord('hello', 0, '0a1b'),
  wait: keys.wait('alarm:a', 'hello#1', 'bake'),
};

describe('what of the ledger a function may change', () => {
  let authorizer: Authorizer;
  beforeAll(async () => {
    authorizer = createAuthorizer(await synthesisedRoles(exampleYaml()));
  }, 120_000);

  const facts = { secretArn: () => undefined, taskDefinition: () => undefined, partitionKey: () => 'pk' };
  const may = (name: string, ...items: Key[]): boolean =>
    authorizer.authorize(
      { kind: 'function', name: functionName(name) },
      {
        service: 'dynamodb',
        operation: 'TransactWriteItems',
        input: {
          TransactItems: items.map(({ pk, sk }) => ({
            Put: { TableName: TABLE, Item: { pk: { S: pk }, sk: { S: sk } } },
          })),
        },
      },
      facts,
    ) === undefined;
  const changedBy = (name: string): string[] => Object.keys(ITEMS).filter((what) => may(name, ITEMS[what] as Key));
  const changing = (what: string): string[] =>
    FUNCTIONS.map(({ name }) => name).filter((name) => may(name, ITEMS[what] as Key));

  it('at the door is what a push brings: no configuration, no freeze, no order, nobody`s wait', () => {
    expect(changedBy('receive-webhook')).toEqual(['push', 'commit', 'delivery', 'news of checks', 'release', 'event']);
    expect(changedBy('receive-slack')).toEqual([]);
  });

  it('is a configuration for one of them only, and a freeze or an order for one other', () => {
    expect(changing('configuration')).toEqual(['apply-config']);
    expect(changing('list of services')).toEqual(['apply-config']);
    for (const what of ['freeze', 'command', 'command`s record'])
      expect(changing(what), what).toEqual(['obey-command']);
    expect(changing('push')).toEqual(['receive-webhook', 'find-lost-pushes']);
  });

  it('is asked item by item: one that is not allowed stops the whole transaction', () => {
    const { push, configuration } = ITEMS as Record<'push' | 'configuration', Key>;
    expect(may('receive-webhook', push, push)).toBe(true);
    expect(may('receive-webhook', push, configuration)).toBe(false);
  });
});
