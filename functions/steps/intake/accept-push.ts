import { judgePush } from '#core/intake/judge-push.ts';
import { isReleasedFrom, whyIgnored } from '#core/intake/match-service.ts';
import { isDeletion, type Push } from '#core/intake/push.ts';
import type { ConfigItem, PushedCommit, PushHead, ServiceHead, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { type Patience, settleChange } from '../settle-change.ts';
import { type Arrival, makeRelease } from './make-release.ts';
import { type Intake, readIntake } from './read-intake.ts';
import { supersedeBranch } from './supersede-branch.ts';

export interface AcceptPushPorts {
  table: Table;
  now: Now;
  /** How long a push waits for its turn in a burst: every push of a service takes its next number. */
  patience: Patience;
}

export interface Acceptance {
  kind: 'accepted' | 'duplicate' | 'ignored' | 'unknown repository';
  /** `hello#2` */
  releases: string[];
  message: string;
}

interface Taken extends Arrival {
  gap: boolean;
}

interface Decision {
  changes: Change[];
  result: Acceptance;
}

const DELIVERY_DAYS = 30;

/**
 * One transaction per push: its content, its delivery, and a numbered release with its first event for every service it
 * concerns. Throws when the ledger cannot be written, or when its patience is over: then nothing was stored.
 */
export function acceptPush(ports: AcceptPushPorts, push: Push, delivery: string): Promise<Acceptance> {
  return settleChange(ports.table, () => decide(ports, push, delivery), ports.patience);
}

async function decide({ table, now }: AcceptPushPorts, push: Push, delivery: string): Promise<Decision> {
  const intake = await readIntake(table, push, delivery);
  if (intake.delivery) {
    const { releases, message = list(releases) } = intake.delivery;
    return nothing('duplicate', releases, `duplicate: this delivery was accepted before (${message})`);
  }
  if (intake.configs.length === 0)
    return nothing('unknown repository', [], 'ignored: no service is configured for this repository');
  if (push.found && intake.head && intake.head.after !== push.before)
    return nothing('ignored', [], 'ignored: another push came meanwhile');
  const verdict = judgePush({ push, ...intake });
  if (verdict.kind === 'duplicate') {
    const { releases } = verdict;
    return nothing('duplicate', releases, `duplicate: this push was accepted before (${list(releases)})`);
  }
  const late = verdict.kind === 'late';
  const arrival: Taken = {
    push,
    at: now(),
    late: late ? `superseded: ${verdict.by} came after it and arrived first` : undefined,
    unordered: !late && verdict.unordered,
    gap: !late && verdict.gap,
  };
  return store(table, arrival, intake, delivery);
}

const nothing = (kind: Acceptance['kind'], releases: string[], message: string): Decision => ({
  changes: [],
  result: { kind, releases, message },
});

async function store(table: Table, arrival: Taken, intake: Intake, delivery: string): Promise<Decision> {
  const { push, at, late, gap } = arrival;
  const { configs, same, commit } = intake;
  // After a gap the missing pushes may have changed anything.
  const known = gap ? { ...push, changedPaths: undefined } : push;
  const wanted = configs.map((config) => ({ config, ignored: whyIgnored(known, config) }));
  const concerned = wanted.filter((w) => w.ignored === undefined).map((w) => w.config);
  const made = await Promise.all(concerned.map((config) => concern(table, config, arrival)));
  const releases = made.flatMap(({ id }) => (id ? [id] : []));
  const message = sayOutcome(arrival, wanted, releases);
  const expiresAt = Math.floor(at / 1_000) + DELIVERY_DAYS * 86_400;
  const pushed: PushedCommit = { releases, message, ref: push.ref, at, ...(late ? { late: true } : {}) };
  const { repositoryId, ref, before, after, found } = push;
  const isTracked = configs.some(({ config }) => isReleasedFrom(push, config));
  const changes = [
    ...made.flatMap((m) => m.changes),
    create(keys.delivery(delivery), { releases, message, at, expiresAt }),
    ...(isDeletion(push) ? [] : [put(keys.commit(repositoryId, after, ref, before), commit, pushed)]),
    ...(isTracked
      ? [put(keys.push(repositoryId, ref, before, after), same, { releases, at, ...(found ? { found } : {}) })]
      : []),
    ...(isTracked && !late ? [moveHead(arrival, intake.head, releases)] : []),
  ];
  return { changes, result: { kind: concerned.length > 0 ? 'accepted' : 'ignored', releases, message } };
}

/**
 * Where the ref stands now. What was found at the branch itself stays the head when a push comes that does not continue from
 * there: it may be one of those that are missing.
 */
function moveHead({ push, gap, unordered }: Taken, head: Intake['head'], releases: string[]): Change {
  const unsure = unordered ? { unsure: true as const } : {};
  const next: PushHead =
    gap && head?.found
      ? { after: head.after, found: { ...head.found, isPassed: true }, ...unsure }
      : { after: push.after, ...(push.found ? { found: { before: push.before, releases } } : {}), ...unsure };
  return put(keys.pushHead(push.repositoryId, push.ref), head, next);
}

/** What a push changes in one service that it concerns. */
async function concern(
  table: Table,
  { service, config }: ConfigItem,
  arrival: Taken,
): Promise<{ id?: string; changes: Change[] }> {
  if (isDeletion(arrival.push)) return { changes: await supersedeBranch(table, service, arrival.push, arrival.gap) };
  const head = (await table.read(keys.head(service))) as Stored<ServiceHead> | undefined;
  const { found } = arrival.push;
  return makeRelease(service, head, {
    ...arrival,
    // The host's word at one moment is not the chain of pushes: it is asked again before anything is built.
    unordered: arrival.unordered || found === true,
    rejected: found && config.senders && UNKNOWN_SENDER,
  });
}

const UNKNOWN_SENDER =
  'only listed senders may release, and who made this push is not known, as its webhook never came: push again';

function sayOutcome(
  { push, late }: Arrival,
  wanted: { config: ConfigItem; ignored: string | undefined }[],
  releases: string[],
): string {
  if (push.found && !push.sender && releases.length > 0)
    return `${list(releases)} found at the branch: its webhook never came`;
  if (releases.length > 0) return late ? `${list(releases)} ${late}` : `${list(releases)} accepted`;
  const reasons = wanted.flatMap((w) => (w.ignored ? [w.ignored] : []));
  if (reasons.length === wanted.length) return `ignored: ${reasons.join('; ')}`;
  return `${push.ref} was deleted: what still waited for it is superseded`;
}

const list = (releases: string[]): string => releases.join(', ') || 'no release';
