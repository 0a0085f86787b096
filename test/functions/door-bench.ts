import { memoryTable } from '#adapters/memory/table.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import type { ConfigItem } from '#core/ledger/items.ts';
import { keys, servicePartition } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Item } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import type { ReceiveWebhookPorts } from '#functions/steps/webhook/receive-delivery.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';

export const NOW = 1_800_000_000_000;

/** A door over a ledger in memory, in which the service `hello` is released from one repository's `main`. */
export async function doorBench(
  receive: (ports: ReceiveWebhookPorts, request: EdgeRequest) => Promise<WebhookAnswer>,
  { id, name, secret }: { id: RepositoryId; name: string; secret: string },
) {
  const table = memoryTable();
  let secrets = [secret];
  const ports = () => ({
    table,
    secrets: async () => secrets,
    now: () => NOW,
    patience: { attempts: 80, pause: async () => undefined },
  });
  const configure = async (changes: Partial<ServiceConfig> = {}): Promise<void> => {
    const build = { project: 'hello', image: 'hello', digestVariable: 'IMAGE_DIGEST', within: 60_000 };
    const config: ServiceConfig = { repository: { id, name }, branch: 'main', build, stages: [], ...changes };
    const item: ConfigItem = { service: 'hello', repositoryId: id, config, hash: '', at: NOW };
    const known = await table.read(keys.config(id, 'hello'));
    if (known) await table.write([{ remove: known, expected: known.version }]);
    await table.write([create(keys.config(id, 'hello'), item)]);
  };
  await configure();
  return {
    table,
    configure,
    secretsAre: (...others: string[]) => {
      secrets = others;
    },
    ask: (body: string, headers: Record<string, string | undefined>, method = 'POST') =>
      receive(ports(), {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: Buffer.from(body),
      }),
    releases: async (): Promise<Release[]> =>
      (await table.list(servicePartition('hello'), { prefix: 'RELEASE#' })) as unknown as Release[],
    rejected: (delivery: string): Promise<Item | undefined> =>
      table.read({ ...keys.delivery(delivery), sk: 'REJECTED' }),
  };
}
