import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { HOST_NAMES } from '#core/intake/repository-id.ts';
import type { ConfigItem, PushHead } from '#core/ledger/items.ts';
import { keys, repositoryPartition, SERVICE_PREFIX } from '#core/ledger/keys.ts';
import type { HostedCommit, SourceHost } from '#core/ports/source-host.ts';
import { type AcceptPushPorts, acceptPush } from '#functions/steps/intake/accept-push.ts';
import type { TaggedImage } from './image-of-event.ts';

export interface ReceiveImagePorts extends AcceptPushPorts {
  sourceHost: Pick<SourceHost, 'head'>;
}

/** Each look that finds the ledger elsewhere than it was means that another event was faster. */
const MOST_LOOKS = 5;

/**
 * An event says that a tag was given to an image: what the tag names now, a fresh look says, and that is released where the ledger
 * has another one. Safe to call at any time, for any tag, and twice at once; whoever forges an event makes it look. Returns what
 * became of it, as a sentence. Throws when ECR or the ledger cannot be asked, or when others were always faster.
 */
export async function receiveImage(ports: ReceiveImagePorts, image: TaggedImage): Promise<string> {
  const { table, sourceHost } = ports;
  const { repository, tag, event } = image;
  const where = `${repository.name}:${tag}`;
  if (!(await isReleasedFrom(ports, image))) return `no service is released from ${where}`;
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    // The ledger first: whoever is faster moves its head, and an older look at the tag is then not taken.
    const head = (await table.read(keys.pushHead(repository.id, refOf(tag)))) as PushHead | undefined;
    const tip = await sourceHost.head(repository, tag);
    if (tip === 'no branch') return `${where} is not there any more: the search for lost pushes sees to that`;
    if (head?.after === tip.sha) return `${where} is at ${tip.sha}, as is known`;
    const accepted = await acceptPush(ports, toPush(image, head?.after ?? NO_COMMIT, tip), `ecr:${event}`);
    if (accepted.kind !== 'ignored') return `${where} is at ${tip.sha}: ${accepted.message}`;
  }
  throw new Error(`${where} moved on at each of ${MOST_LOOKS} looks: it is looked at again.`);
}

async function isReleasedFrom({ table }: ReceiveImagePorts, { repository, tag }: TaggedImage): Promise<boolean> {
  const configs = await table.list(repositoryPartition(repository.id), { prefix: SERVICE_PREFIX });
  return (configs as unknown as ConfigItem[]).some(({ config }) => config.branch === tag);
}

const refOf = (tag: string): string => `refs/heads/${tag}`;

/** Found by a look, as what the search finds: it counts only while the ledger is where it was read. */
const toPush = ({ repository, tag }: TaggedImage, before: string, { sha, author, subject }: HostedCommit): Push => ({
  repositoryId: repository.id,
  repositoryName: repository.name,
  ref: refOf(tag),
  before,
  after: sha,
  // No image contains the one before it.
  forced: before !== NO_COMMIT,
  senderId: 0,
  sender: HOST_NAMES.ecr,
  author,
  subject,
  reverts: [],
  changedPaths: undefined,
  found: true,
});
