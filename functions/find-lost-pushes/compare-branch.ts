import { judgeBranch } from '#core/intake/judge-branch.ts';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { revertedBy } from '#core/intake/reverted-by.ts';
import type { PushHead, Sighting, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { HostedCommit, SourceHost } from '#core/ports/source-host.ts';
import type { Table } from '#core/ports/table.ts';
import { type AcceptPushPorts, acceptPush } from '#functions/steps/intake/accept-push.ts';
import { isInForce, isKnownEnd } from './is-known.ts';
import type { TrackedBranch } from './tracked-branches.ts';

export interface CompareBranchPorts extends AcceptPushPorts {
  sourceHost: SourceHost;
}

/** What became of one look at a branch, and a sentence of it where there is something to say. */
export interface Compared {
  kind: 'as known' | 'suspected' | 'put right' | 'found';
  message: string;
}

const AS_KNOWN: Compared = { kind: 'as known', message: '' };

/** Is the branch where the ledger has it? Takes the push that is missing otherwise. Throws when the host cannot be asked. */
export async function compareBranch(ports: CompareBranchPorts, tracked: TrackedBranch): Promise<Compared> {
  const { table, sourceHost, now } = ports;
  const { repository, branch } = tracked;
  const ref = `refs/heads/${branch}`;
  const headKey = keys.pushHead(repository.id, ref);
  const sightingKey = keys.sighting(repository.id, ref);
  // The host first: what it says is then older than what the ledger says, never newer.
  const tip = await sourceHost.head(repository, branch);
  const head = (await table.read(headKey)) as Stored<PushHead> | undefined;
  const sighting = (await table.read(sightingKey)) as Stored<Sighting> | undefined;
  const after = tip === 'no branch' ? NO_COMMIT : tip.sha;
  const verdict = judgeBranch({ branch: after, head, sighting, now: now() });
  const where = `${repository.name} ${branch}`;
  if (verdict.kind === 'as known') return AS_KNOWN;
  if ('sighting' in verdict) {
    // Whoever was faster has written the same.
    await table.write([put(sightingKey, sighting, verdict.sighting)]);
    return verdict.kind === 'suspected' ? suspected(where, after) : AS_KNOWN;
  }
  if (verdict.kind === 'suspected already') return suspected(where, after);

  const { before, since } = verdict;
  const forced = await isForced(sourceHost, tracked, before, after);
  if (head && after !== NO_COMMIT && (await isKnown(table, tracked, { head, after, forced }))) {
    await table.write([put(headKey, head, { after, unsure: true })]);
    return {
      kind: 'put right',
      message: `${where} is at ${after}, which was pushed before: the ledger has it there now`,
    };
  }
  const push = foundPush(tracked, { before, after, forced }, tip);
  const { message } = await acceptPush(ports, push, `lost-${repository.id}-${after}-${since}`);
  return { kind: 'found', message: `${where} is at ${after}: ${message}` };
}

const suspected = (where: string, after: string): Compared => ({
  kind: 'suspected',
  message: `${where} is at ${after}, of which no webhook has told yet`,
});

/** Nothing is lost: the ledger knows what became of the branch's head, and has only been told in another order. */
async function isKnown(
  table: Table,
  tracked: TrackedBranch,
  { head, after, forced }: { head: PushHead; after: string; forced: boolean },
): Promise<boolean> {
  if ((!forced || head.found?.isPassed || head.unsure) && (await isKnownEnd(table, tracked, after))) return true;
  return isInForce(table, tracked, after);
}

/** The new head does not contain what was the head before. */
async function isForced(
  sourceHost: SourceHost,
  { repository }: TrackedBranch,
  before: string,
  after: string,
): Promise<boolean> {
  if (before === NO_COMMIT || after === NO_COMMIT) return false;
  return (await sourceHost.isOnBranch(repository, after, before)) === 'gone';
}

function foundPush(
  { repository, branch }: TrackedBranch,
  move: Pick<Push, 'before' | 'after' | 'forced'>,
  tip: HostedCommit | 'no branch',
): Push {
  const { author, subject, message, sha } =
    tip === 'no branch' ? { author: '', subject: '', message: '', sha: '' } : tip;
  return {
    repositoryId: repository.id,
    repositoryName: repository.name,
    ref: `refs/heads/${branch}`,
    ...move,
    senderId: 0,
    sender: '',
    author,
    subject,
    reverts: revertedBy([{ id: sha, message }]),
    changedPaths: undefined,
    found: true,
  };
}
