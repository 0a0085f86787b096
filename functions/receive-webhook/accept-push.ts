import { judgePush } from '#core/intake/judge-push.ts';
import { whyIgnored } from '#core/intake/match-service.ts';
import { isDeletion, type Push } from '#core/intake/push.ts';
import type { ConfigItem, LedgerEvent, PushHead, ServiceHead, Stored } from '#core/ledger/items.ts';
import { keys, pushPartition, repositoryPartition } from '#core/ledger/keys.ts';
import { create, put } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { type Release, releaseId } from '#core/release/release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface AcceptPushPorts {
  table: Table;
  now: Now;
}

export interface Acceptance {
  kind: 'accepted' | 'duplicate' | 'ignored' | 'unknown repository';
  /** `hello#2` */
  releases: string[];
  message: string;
}

interface Seen {
  releases: string[];
  message?: string;
}

const DELIVERY_DAYS = 30;

/** One transaction per push: its content, its delivery, and a numbered release with its first event for every service it concerns. */
export function acceptPush(ports: AcceptPushPorts, push: Push, delivery: string): Promise<Acceptance> {
  return settleChange(ports.table, () => decide(ports, push, delivery));
}

async function decide(
  { table, now }: AcceptPushPorts,
  push: Push,
  delivery: string,
): Promise<{ changes: Change[]; result: Acceptance }> {
  const seen = (await table.read(keys.delivery(delivery))) as Stored<Seen> | undefined;
  if (seen)
    return nothing(
      'duplicate',
      seen.releases,
      `duplicate: this delivery was accepted before (${seen.message ?? list(seen.releases)})`,
    );
  const configs = (await table.list(repositoryPartition(push.repositoryId))) as Stored<ConfigItem>[];
  if (configs.length === 0)
    return nothing('unknown repository', [], 'ignored: no service is configured for this repository');

  const wanted = configs.map((config) => ({ config, ignored: whyIgnored(push, config) }));
  const concerned = wanted.filter((w) => w.ignored === undefined).map((w) => w.config);
  const head = (await table.read(keys.pushHead(push.repositoryId, push.ref))) as Stored<PushHead> | undefined;
  const verdict = await judge(table, push, head);
  if (verdict.kind === 'duplicate')
    return nothing(
      'duplicate',
      verdict.releases,
      `duplicate: this push was accepted before (${list(verdict.releases)})`,
    );

  const at = now();
  const late = verdict.kind === 'late' ? `stale: ${verdict.by} came after it and arrived first` : undefined;
  const made = await Promise.all(
    concerned.map((config) =>
      isDeletion(push) ? supersede(table, config, push) : release(table, config, push, at, late),
    ),
  );
  const releases = made.flatMap((m) => (m.id ? [m.id] : []));
  const message = sayOutcome(push, wanted, releases, late);
  const expiresAt = Math.floor(at / 1_000) + DELIVERY_DAYS * 86_400;
  const pushKey = keys.push(push.repositoryId, push.ref, push.before, push.after);
  const changes = [
    ...made.flatMap((m) => m.changes),
    create(keys.delivery(delivery), { releases, message, at, expiresAt }),
    put(pushKey, await table.read(pushKey), { releases, at }),
    ...(late ? [] : [put(keys.pushHead(push.repositoryId, push.ref), head, { after: push.after })]),
  ];
  return { changes, result: { kind: concerned.length > 0 ? 'accepted' : 'ignored', releases, message } };
}

const nothing = (kind: Acceptance['kind'], releases: string[], message: string) => ({
  changes: [],
  result: { kind, releases, message },
});

async function judge(table: Table, push: Push, head: PushHead | undefined) {
  const partition = pushPartition(push.repositoryId, push.ref);
  const [same] = await table.list(partition, { prefix: `PUSH#${push.before}#${push.after}`, limit: 1 });
  const [successor] = await table.list(partition, { prefix: `PUSH#${push.after}#`, limit: 1 });
  return judgePush({
    push,
    head,
    same: same as Stored<Seen> | undefined,
    successor: successor as Stored<Seen> | undefined,
  });
}

interface Made {
  id?: string;
  changes: Change[];
}

async function release(
  table: Table,
  { service }: ConfigItem,
  push: Push,
  at: number,
  late: string | undefined,
): Promise<Made> {
  const head = (await table.read(keys.head(service))) as Stored<ServiceHead> | undefined;
  const number = (head?.lastNumber ?? 0) + 1;
  const sentence = late ?? `pushed by ${push.sender} to ${push.ref.replace(/^refs\/heads\//, '')}`;
  const state = late ? 'STALE' : 'ACCEPTED';
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
    state,
    reason: sentence,
    acceptedAt: at,
    events: 1,
    ...(late ? { endedAt: at } : {}),
  };
  const id = releaseId(made);
  const event: LedgerEvent = {
    release: id,
    number: 1,
    at,
    actor: `push by ${push.sender}`,
    kind: late ? 'ended' : 'accepted',
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

/** A deleted branch releases nothing, and what still waits on it goes nowhere; what has touched a stage goes on. */
async function supersede(table: Table, { service }: ConfigItem, push: Push): Promise<Made> {
  const head = (await table.read(keys.head(service))) as Stored<ServiceHead> | undefined;
  if (!head) return { changes: [] };
  const reason = `the branch ${push.ref.replace(/^refs\/heads\//, '')} was deleted by ${push.sender}`;
  return { changes: [put(keys.head(service), head, { ...head, supersededUpTo: { number: head.lastNumber, reason } })] };
}

function sayOutcome(
  push: Push,
  wanted: { ignored: string | undefined }[],
  releases: string[],
  late: string | undefined,
): string {
  if (releases.length > 0) return late ? `${list(releases)} ${late}` : `${list(releases)} accepted`;
  const reasons = wanted.flatMap((w) => (w.ignored ? [w.ignored] : []));
  if (reasons.length > 0) return `ignored: ${reasons.join('; ')}`;
  return `ignored: ${push.ref} was deleted; what still waited for it is superseded`;
}

const list = (releases: string[]): string => releases.join(', ') || 'no release';
