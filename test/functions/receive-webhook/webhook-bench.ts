import { createHmac } from 'node:crypto';
import { memoryTable } from '#adapters/memory/table.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { ConfigItem, LedgerEvent } from '#core/ledger/items.ts';
import { keys, releasePartition, servicePartition } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Item, Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import { receiveWebhook } from '#functions/receive-webhook/receive-webhook.ts';
import type { ReceiveWebhookPorts } from '#functions/steps/webhook/receive-delivery.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';

export const SECRET = 'the secret that GitHub signs with';
export const REPOSITORY = 35129377;
const NOW = 1_800_000_000_000;

export const sha = (digit: number | string): string => String(digit).padStart(40, 'a');
export const ZEROS = '0'.repeat(40);

export const sign = (body: Uint8Array | string, secret = SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export interface PushOptions {
  ref?: string;
  before?: string;
  after?: string;
  forced?: boolean;
  message?: string;
  author?: string;
  senderId?: number;
  repositoryId?: number;
  repositoryName?: string;
  commits?: { added: string[]; removed: string[]; modified: string[] }[];
}

/** A push event's payload with only what it needs, as GitHub words it. */
export function pushPayload(options: PushOptions = {}) {
  const { ref = 'refs/heads/main', before = sha(1), after = sha(2), forced = false, senderId = 7 } = options;
  const deleted = after === ZEROS;
  const {
    message = 'Mend the door',
    author = 'amy',
    commits = [{ added: [], removed: [], modified: ['src/a.ts'] }],
  } = options;
  return {
    ref,
    before,
    after,
    deleted,
    forced,
    created: before === ZEROS,
    commits: deleted ? [] : commits,
    head_commit: deleted ? null : { id: after, message, author: { name: 'Amy', username: author } },
    repository: { id: options.repositoryId ?? REPOSITORY, full_name: options.repositoryName ?? 'acme/hello' },
    sender: { id: senderId, login: author },
  };
}

export interface Delivery {
  headers?: Record<string, string | undefined>;
  delivery?: string;
  event?: string;
  secret?: string;
  method?: string;
}

const service = (changes: Partial<ServiceConfig>): ServiceConfig => ({
  repository: { id: REPOSITORY, name: 'acme/hello' },
  branch: 'main',
  build: { project: 'hello', image: 'hello', digestVariable: 'IMAGE_DIGEST', within: 60_000 },
  stages: [],
  ...changes,
});

/** The use case over a ledger in memory, with services configured, and what is seen of it. */
export function webhookBench(table: Table = memoryTable(), pause = async (): Promise<void> => undefined) {
  let deliveries = 0;
  let secrets: ReceiveWebhookPorts['secrets'] = async () => [SECRET];
  const ports = () => ({
    table,
    secrets: (asked?: { again: boolean }) => secrets(asked),
    now: () => NOW,
    patience: { attempts: 80, pause },
  });
  const post = (body: Uint8Array | string, options: Delivery = {}): Promise<WebhookAnswer> => {
    deliveries += 1;
    const bytes = Buffer.from(body as string);
    return receiveWebhook(ports(), {
      method: options.method ?? 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': options.event ?? 'push',
        'x-github-delivery': options.delivery ?? `delivery-${deliveries}`,
        'x-hub-signature-256': sign(bytes, options.secret),
        ...options.headers,
      },
      body: bytes,
    });
  };
  return {
    table,
    post,
    push: (options: PushOptions = {}, delivery: Delivery = {}) => post(JSON.stringify(pushPayload(options)), delivery),
    secretsAre: (read: ReceiveWebhookPorts['secrets']) => {
      secrets = read;
    },
    async configure(name: string, changes: Partial<ServiceConfig> = {}) {
      const config = service(changes);
      const item: ConfigItem = { service: name, repositoryId: config.repository.id, config, hash: '', at: NOW };
      await table.write([create(keys.config(item.repositoryId, name), item)]);
    },
    releases: async (name = 'hello'): Promise<Release[]> =>
      (await table.list(servicePartition(name), { prefix: 'RELEASE#' })) as unknown as Release[],
    events: async (id: string) => (await table.list(releasePartition(id))) as unknown as LedgerEvent[],
    head: (name = 'hello'): Promise<Item | undefined> => table.read(keys.head(name)),
  };
}

export type WebhookBench = ReturnType<typeof webhookBench>;
