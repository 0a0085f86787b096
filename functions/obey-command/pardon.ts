import type { CommandOf } from '#core/commands/command.ts';
import type { Quarantine, Stored } from '#core/ledger/items.ts';
import { keys, servicePartition } from '#core/ledger/keys.ts';
import { record } from '#core/ledger/record.ts';
import { releaseId, shortSha } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import type { Decided, ObeyPorts, OrderContext } from './order-context.ts';

/** A commit that was turned around may be released again. */
export async function pardon(
  { table }: ObeyPorts,
  { command: { service, sha }, by, reason, at }: OrderContext<CommandOf<'pardon'>>,
): Promise<Decided> {
  const found = (await table.list(servicePartition(service), {
    prefix: keys.quarantine(service, sha).sk,
  })) as Stored<Quarantine>[];
  const [quarantine, another] = found;
  if (!quarantine) return { refused: `no commit ${sha} of ${service} is quarantined` };
  if (another)
    return { refused: `${found.length} quarantined commits of ${service} begin with ${sha}: name more of it` };
  const { release, stage } = quarantine;
  return {
    changes: [
      { remove: keys.quarantine(service, quarantine.sha), expected: quarantine.version },
      ...record(await readRelease(table, releaseId({ service, number: release })), {
        kind: 'accepted-by-person',
        at,
        actor: by,
        stage,
        sentence: `${by} pardons commit ${shortSha(quarantine.sha)}: ${reason}`,
      }),
    ],
    wakes: [],
    message: `commit ${shortSha(quarantine.sha)} of ${service} may be released again: \`bakewatch deploy ${shortSha(quarantine.sha)} --service ${service}\``,
  };
}
