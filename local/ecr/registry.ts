import type { DatabaseSync } from 'node:sqlite';
import * as ecr from '@aws-sdk/client-ecr';
import { ACCOUNT } from '../account.ts';
import type { Emit } from '../eventbridge/aws-event.ts';
import { openDatabase } from '../storage/database.ts';
import type { Clock } from '../time/clock.ts';
import { type Blobs, openBlobs } from './blobs.ts';

export interface RepositoryRow {
  name: string;
  mutability: ecr.ImageTagMutability;
  createdAt: number;
}

/** What the operations of ECR share: the rows (names, tags, manifests) and the blobs (layers, configs). */
export interface Registry {
  dir: string;
  clock: Clock;
  database: DatabaseSync;
  blobs: Blobs;
  emit: Emit;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS repositories (name TEXT PRIMARY KEY, mutability TEXT NOT NULL, createdAt INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS images (repository TEXT, digest TEXT, manifest TEXT NOT NULL, mediaType TEXT NOT NULL,
    size INTEGER NOT NULL, pushedAt INTEGER NOT NULL, PRIMARY KEY (repository, digest));
  CREATE TABLE IF NOT EXISTS tags (repository TEXT, tag TEXT, digest TEXT NOT NULL, PRIMARY KEY (repository, tag));
  CREATE TABLE IF NOT EXISTS layers (repository TEXT, digest TEXT, PRIMARY KEY (repository, digest));
  CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, repository TEXT NOT NULL);
`;

export function openRegistry(dir: string, clock: Clock, emit: Emit = () => undefined): Registry {
  const database = openDatabase(`${dir}/ecr.db`, SCHEMA);
  return { dir, clock, database, blobs: openBlobs(`${dir}/blobs`), emit };
}

/** Throws RepositoryNotFoundException. */
export function findRepository(registry: Registry, name: string | undefined): RepositoryRow {
  const found = registry.database.prepare('SELECT * FROM repositories WHERE name = ?').get(name ?? '');
  if (found) return found as unknown as RepositoryRow;
  const message = `The repository with name '${name}' does not exist in the registry with id '${ACCOUNT}'`;
  throw new ecr.RepositoryNotFoundException({ message, $metadata: {} });
}

/** Throws InvalidParameterException naming the first parameter that AWS knows and this registry does not. */
export function refuseUnsupported(input: object, supported: string[]): void {
  const given = Object.entries(input).find(([key, value]) => value !== undefined && !supported.includes(key));
  if (!given) return;
  const message = `The parameter ${given[0]} is not supported by the registry on one machine.`;
  throw new ecr.InvalidParameterException({ message, $metadata: {} });
}
