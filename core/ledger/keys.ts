import type { Key } from '../ports/table.ts';

/** Every key of the ledger's table, and nothing else knows how they are spelled (design section 8). */
const pad = (number: number): string => String(number).padStart(6, '0');

export const SERVICES = 'SERVICES';
export const servicePartition = (service: string): string => `SERVICE#${service}`;
export const releasePartition = (release: string): string => `RELEASE#${release}`;
export const repositoryPartition = (id: number): string => `REPO#${id}`;
export const waitPartition = (key: string): string => `WAIT#${key}`;
export const pushPartition = (repositoryId: number, ref: string): string => `PUSH#${repositoryId}#${ref}`;

export const RELEASE_PREFIX = 'RELEASE#';
export const EVENT_PREFIX = 'EVENT#';
export const STAGE_PREFIX = 'STAGE#';

export const keys = {
  listedService: (service: string): Key => ({ pk: SERVICES, sk: `SERVICE#${service}` }),
  config: (repositoryId: number, service: string): Key => ({
    pk: repositoryPartition(repositoryId),
    sk: `SERVICE#${service}`,
  }),
  head: (service: string): Key => ({ pk: servicePartition(service), sk: 'HEAD' }),
  release: (service: string, number: number): Key => ({ pk: servicePartition(service), sk: `RELEASE#${pad(number)}` }),
  environment: (service: string, stage: string): Key => ({ pk: servicePartition(service), sk: `STAGE#${stage}` }),
  artifact: (service: string, sha: string): Key => ({ pk: servicePartition(service), sk: `ARTIFACT#${sha}` }),
  quarantine: (service: string, sha: string): Key => ({ pk: servicePartition(service), sk: `QUARANTINE#${sha}` }),
  event: (release: string, number: number): Key => ({ pk: releasePartition(release), sk: `EVENT#${pad(number)}` }),
  run: (release: string, stage: string): Key => ({ pk: releasePartition(release), sk: `RUN#${stage}` }),
  deployment: (release: string, stage: string, target: string, direction: 'forward' | 'rollback'): Key => ({
    pk: releasePartition(release),
    sk: `DEPLOYMENT#${stage}#${target}#${direction}`,
  }),
  thread: (release: string): Key => ({ pk: releasePartition(release), sk: 'THREAD' }),
  pushHead: (repositoryId: number, ref: string): Key => ({ pk: pushPartition(repositoryId, ref), sk: 'HEAD' }),
  push: (repositoryId: number, ref: string, before: string, after: string): Key => ({
    pk: pushPartition(repositoryId, ref),
    sk: `PUSH#${before}#${after}`,
  }),
  delivery: (guid: string): Key => ({ pk: `DELIVERY#${guid}`, sk: 'DELIVERY' }),
  wait: (key: string, release: string, what: string): Key => ({ pk: waitPartition(key), sk: `${release}#${what}` }),
} as const;

/** What a wait may be woken by. */
export const wakeKeys = {
  service: (serviceArn: string): string => `ecs:${serviceArn}`,
  alarm: (name: string): string => `alarm:${name}`,
  stage: (service: string, stage: string): string => `stage:${service}/${stage}`,
} as const;
