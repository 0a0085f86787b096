import type { PARTITIONS } from '#core/ledger/keys.ts';
import { TABLE } from '../installation.ts';
import { arnAt, type Grant } from './grant.ts';

/** What a function does with the ledger: by the port Table, and inside its transactions. */
export type LedgerAct = 'read' | 'list' | 'write' | 'check' | 'remove';

const ACTIONS: Record<LedgerAct, string> = {
  read: 'dynamodb:GetItem',
  list: 'dynamodb:Query',
  write: 'dynamodb:PutItem',
  check: 'dynamodb:ConditionCheckItem',
  remove: 'dynamodb:DeleteItem',
};

export type Partition = (typeof PARTITIONS)[keyof typeof PARTITIONS];

const CHANGES: readonly LedgerAct[] = ['write', 'remove'];

/**
 * Reading is granted on the whole table, changing on some of its partitions. Each part of a transaction is asked for by itself, with the key of its item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function ledgerGrants(acts: readonly LedgerAct[], changed: readonly Partition[] = []): Grant[] {
  const resources = [arnAt('dynamodb', {}, `table/${TABLE}`)];
  const actionsOf = (some: LedgerAct[]): string[] => some.map((act) => ACTIONS[act]);
  const reads = actionsOf(acts.filter((act) => !CHANGES.includes(act)));
  const changes = actionsOf(acts.filter((act) => CHANGES.includes(act)));
  if (changes.length > 0 !== changed.length > 0)
    throw new Error('Whoever changes the ledger says in which partitions, and nobody else does.');
  return [
    ...(reads.length > 0 ? [{ actions: reads, resources }] : []),
    ...(changes.length > 0
      ? [
          {
            actions: changes,
            resources,
            conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...changed] } },
          },
        ]
      : []),
  ];
}
