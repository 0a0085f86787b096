import type { DatabaseSync } from 'node:sqlite';
import type { Target } from '@aws-sdk/client-eventbridge';
import { arn } from '../account.ts';

export const RULE_SCHEMA = `
CREATE TABLE IF NOT EXISTS rule (name TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS target (rule TEXT NOT NULL, id TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (rule, id));
`;

export interface RuleRecord {
  name: string;
  pattern?: string;
  schedule?: string;
  description?: string;
  enabled: boolean;
  /** Epoch ms of the last PutRule: a rate counts from here. */
  putAt: number;
  /** Epoch ms of the next time a schedule fires. */
  nextFire?: number;
}

export interface RuleStore {
  get(name: string): RuleRecord | undefined;
  /** Every rule by name. */
  all(): RuleRecord[];
  save(rule: RuleRecord): void;
  remove(name: string): void;
  targets(rule: string): Target[];
  saveTarget(rule: string, target: Target): void;
  removeTarget(rule: string, id: string): void;
}

export const ruleArn = (name: string): string => arn('events', `rule/${name}`);

export function createRuleStore(database: DatabaseSync): RuleStore {
  const one = database.prepare('SELECT record FROM rule WHERE name = ?');
  const all = database.prepare('SELECT record FROM rule ORDER BY name');
  const save = database.prepare('INSERT OR REPLACE INTO rule VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM rule WHERE name = ?');
  const targets = database.prepare('SELECT target FROM target WHERE rule = ? ORDER BY id');
  const saveTarget = database.prepare('INSERT OR REPLACE INTO target VALUES (?, ?, ?)');
  const removeTarget = database.prepare('DELETE FROM target WHERE rule = ? AND id = ?');
  return {
    get(name) {
      const row = one.get(name) as { record: string } | undefined;
      return row && JSON.parse(row.record);
    },
    all: () => (all.all() as { record: string }[]).map(({ record }) => JSON.parse(record)),
    save: (rule) => void save.run(rule.name, JSON.stringify(rule)),
    remove: (name) => void remove.run(name),
    targets: (rule) => (targets.all(rule) as { target: string }[]).map(({ target }) => JSON.parse(target)),
    saveTarget: (rule, target) => void saveTarget.run(rule, target.Id ?? '', JSON.stringify(target)),
    removeTarget: (rule, id) => void removeTarget.run(rule, id),
  };
}
