import type { DeploymentRecord, Environment, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Item } from '#core/ports/table.ts';
import { parseReleaseId } from '#core/release/release.ts';
import type { ItemChange, Ledger } from '../aws/observed-table.ts';
import { SERVICE } from '../story/service-config.ts';

export const isRelease = ({ pk, sk }: Pick<Item, 'pk' | 'sk'>): boolean =>
  pk === `SERVICE#${SERVICE}` && sk.startsWith('RELEASE#');
export const isEnvironment = ({ pk, sk }: Pick<Item, 'pk' | 'sk'>): boolean =>
  pk === `SERVICE#${SERVICE}` && sk.startsWith('STAGE#');
export const isRun = ({ pk, sk }: Pick<Item, 'pk' | 'sk'>): boolean =>
  pk.startsWith('RELEASE#') && sk.startsWith('RUN#');
export const isDeployment = ({ sk }: Pick<Item, 'pk' | 'sk'>): boolean => sk.startsWith('DEPLOYMENT#');

export const releasesIn = (ledger: Ledger): StoredRelease[] => [...ledger.all()].filter(isRelease) as StoredRelease[];

export const environmentIn = (ledger: Ledger, stage: string): Stored<Environment> | undefined =>
  ledger.get(keys.environment(SERVICE, stage)) as Stored<Environment> | undefined;

export const runIn = (ledger: Ledger, release: string, stage: string): Stored<Run> | undefined =>
  ledger.get(keys.run(release, stage)) as Stored<Run> | undefined;

export const releaseIn = (ledger: Ledger, id: string): StoredRelease | undefined =>
  ledger.get(keys.release(SERVICE, parseReleaseId(id)?.number ?? 0)) as StoredRelease | undefined;

export const deploymentIn = (
  ledger: Ledger,
  [release, stage, target]: [string, string, string],
  direction: 'forward' | 'rollback',
): Stored<DeploymentRecord> | undefined =>
  ledger.get(keys.deployment(release, stage, target, direction)) as Stored<DeploymentRecord> | undefined;

/** Both sides of a change of one item. */
export interface Changed<T> {
  before: T | undefined;
  after: T | undefined;
}

/** The changes of one kind of item. */
export const changesOf = <T>(changes: ItemChange[], is: (item: ItemChange) => boolean): Changed<T>[] =>
  changes.filter(is).map(({ before, after }) => ({ before: before as T | undefined, after: after as T | undefined }));
