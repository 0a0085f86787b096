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

export const ledgerGrants = (acts: readonly LedgerAct[]): Grant[] =>
  acts.length === 0
    ? []
    : [{ actions: acts.map((act) => ACTIONS[act]), resources: [arnAt('dynamodb', {}, `table/${TABLE}`)] }];
