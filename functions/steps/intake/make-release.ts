import { branchOf, isImage, type Push } from '#core/intake/push.ts';
import type { LedgerEvent, ServiceHead, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put } from '#core/ledger/record.ts';
import type { Change } from '#core/ports/table.ts';
import { type Release, releaseId } from '#core/release/release.ts';

export interface Arrival {
  push: Push;
  at: number;
  /** A later push is already here: why this one goes nowhere. */
  late: string | undefined;
  unordered: boolean;
  /** Why the service does not take it. */
  rejected?: string | undefined;
}

/** The service's next release with its number and its first event. */
export function makeRelease(
  service: string,
  head: Stored<ServiceHead> | undefined,
  { push, at, late, unordered, rejected }: Arrival,
): { id: string; changes: Change[] } {
  const number = (head?.lastNumber ?? 0) + 1;
  const ended = late ?? rejected;
  const sentence = ended ?? sayPush(push);
  const state = late ? 'SUPERSEDED' : rejected ? 'REJECTED' : 'ACCEPTED';
  const made: Release = {
    service,
    number,
    sha: push.after,
    ref: push.ref,
    before: push.before,
    repositoryId: push.repositoryId,
    repositoryName: push.repositoryName,
    author: push.author,
    subject: push.subject,
    // The commit says who wrote it; only the host says who pushed it.
    ...(push.sender ? { pusher: push.sender } : {}),
    ...(typeof push.senderId === 'string' ? { pusherId: push.senderId } : {}),
    ...(push.reverts.length > 0 ? { reverts: push.reverts } : {}),
    state,
    reason: sentence,
    acceptedAt: at,
    events: 1,
    ...(ended ? { endedAt: at } : {}),
    ...(unordered ? { unordered } : {}),
  };
  const id = releaseId(made);
  const event: LedgerEvent = {
    release: id,
    number: 1,
    at,
    actor: push.found && !push.sender ? 'bakewatch' : `push by ${push.sender}`,
    kind: ended ? 'ended' : 'accepted',
    sentence,
    state,
  };
  const changes = [
    put(keys.head(service), head, { ...(head ?? {}), service, lastNumber: number }),
    create(keys.release(service, number), made),
    create(keys.event(id, 1), event),
  ];
  return { id, changes };
}

function sayPush(push: Push): string {
  const { ref, sender, found, subject } = push;
  const branch = branchOf(ref);
  if (isImage(push))
    return sender ? `${subject}, to the tag ${branch}` : `found at the tag ${branch}: the event of its push never came`;
  return found
    ? `found at the head of ${branch}: the webhook of its push never came`
    : `pushed by ${sender} to ${branch}`;
}
