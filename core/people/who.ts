import type { CommandKind, ServiceConfig } from '../config/schema.ts';
import { type Host, hostOf } from '../intake/repository-id.ts';
import type { Release } from '../release/release.ts';

/** How a person is known where she comes from: the user of a shell or account, `T…/U…` of Slack, what the host of the code calls her. */
export interface Identity {
  via: 'cli' | 'slack' | Host;
  id: string;
}

type Made = Pick<Release, 'repositoryId' | 'author' | 'pusher' | 'pusherId' | 'askedFor'>;
type Known = Pick<ServiceConfig, 'people'>;

/** The one name of a person, whatever way she comes: as the service's `people` have it, else what she comes with. */
export function nameOf({ people = {} }: Known, { via, id }: Identity): string {
  if (via === 'cli' || via === 'ecr') return id;
  const known = Object.entries(people).find(([, person]) => person[via]?.toLowerCase() === id.toLowerCase());
  return known?.[0] ?? `${via}:${id}`;
}

/** May this person do this now? Absent lists allow everybody who can reach the command bus. */
export function mayDo({ may = {} }: Pick<ServiceConfig, 'may'>, kind: CommandKind, name: string): boolean {
  const allowed = may[kind] ?? may.everything;
  return allowed === undefined || allowed.includes(name);
}

/** Is this person behind the release: did she push or order it, or does its commit name her? Logins have no case. */
export function isAuthor(known: Known, release: Made, name: string): boolean {
  if (release.askedFor?.by === name) return true;
  const via = hostOf(release.repositoryId);
  return [release.pusher, release.pusherId, release.author].some(
    (login) =>
      login !== undefined && (nameOf(known, { via, id: login }) === name || login.toLowerCase() === name.toLowerCase()),
  );
}
