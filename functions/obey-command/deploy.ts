import type { CommandOf } from '#core/commands/command.ts';
import { judgeDeploy } from '#core/commands/judge-deploy.ts';
import { makeDeploy } from '#core/commands/make-deploy.ts';
import type { Quarantine, ServiceHead, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create, put } from '#core/ledger/record.ts';
import { shortSha } from '#core/release/release.ts';
import { recentReleases } from '#functions/steps/recent-releases.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';

const LOOKED_AT = 50;

/** Releases a commit without a push: the service's next number, which start-release and prepare-release take on like any other. */
export async function deploy(
  { table }: ObeyPorts,
  { command: { service, sha }, services, by, reason, at }: OrderContext<CommandOf<'deploy'>>,
): Promise<Decided> {
  const config = services[0]?.config;
  if (!config) return { refused: `${service} is not configured` };
  // Before the list: the new release is bound to this version of it, so that none comes in between.
  const head = (await table.read(keys.head(service))) as Stored<ServiceHead> | undefined;
  const recent = await recentReleases(table, service, LOOKED_AT);
  const quarantine = (await table.read(keys.quarantine(service, sha))) as Quarantine | undefined;
  const judged = judgeDeploy({ service, sha, config, recent, quarantine });
  if (judged.refused !== undefined) return judged;
  const number = (head?.lastNumber ?? 0) + 1;
  const { branch, repository } = config;
  const { release, event } = makeDeploy({ service, number, sha, branch, repository, ...judged.effect, by, reason, at });
  return {
    changes: [
      put(keys.head(service), head, { ...(head ?? {}), service, lastNumber: number }),
      create(keys.release(service, number), release),
      create(keys.event(event.release, 1), event),
    ],
    wakes: [],
    message: `${event.release} releases commit ${shortSha(sha)} of ${branch}`,
    made: event.release,
  };
}
