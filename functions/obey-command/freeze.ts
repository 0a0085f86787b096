import type { CommandOf, Scope } from '#core/commands/command.ts';
import { judgeFreeze, judgeUnfreeze } from '#core/commands/judge-freeze.ts';
import type { Freeze, Stored } from '#core/ledger/items.ts';
import { FREEZE_PREFIX, FREEZES, keys, wakeKeys } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import { mayDo } from '#core/people/who.ts';
import type { Change, Table } from '#core/ports/table.ts';
import type { Decided, KnownService, ObeyPorts, OrderContext } from './order-context.ts';

/** Nobody new enters what it covers. */
export async function freeze(
  { table }: ObeyPorts,
  { command, by, reason, at, services }: OrderContext<CommandOf<'freeze'>>,
): Promise<Decided> {
  const unknown = whyUnknown(command, services);
  if (unknown) return { refused: unknown };
  const key = keys.freeze(command.service, command.stage);
  const before = (await table.read(key)) as Stored<Freeze> | undefined;
  const { service, stage, until } = command;
  const mayUnfreeze = services.every(({ config }) => mayDo(config, 'unfreeze', by));
  const judged = judgeFreeze({ service, stage, until, by, reason, now: at, before, mayUnfreeze });
  if (judged.refused !== undefined) return judged;
  return {
    changes: [put(key, before, judged.effect.freeze), await bumpHead(table)],
    wakes: wakesOf(command, services),
    message: judged.effect.message,
  };
}

/** What was frozen by that name is free again. */
export async function unfreeze(
  { table }: ObeyPorts,
  { command, at, services }: OrderContext<CommandOf<'unfreeze'>>,
): Promise<Decided> {
  const { service, stage } = command;
  const key = keys.freeze(service, stage);
  const all = (await table.list(FREEZES, { prefix: FREEZE_PREFIX })) as Stored<Freeze>[];
  const before = all.find(({ sk }) => sk === key.sk);
  const judged = judgeUnfreeze({ service, stage, now: at, before, all });
  if (judged.refused !== undefined) return judged;
  return {
    changes: [...(before ? [{ remove: key, expected: before.version }] : []), await bumpHead(table)],
    wakes: wakesOf(command, services),
    message: judged.effect.message,
  };
}

/** Whoever enters a stage is bound to what was frozen when it looked. */
async function bumpHead(table: Table): Promise<Change> {
  const head = await table.read(keys.freezeHead());
  return put(keys.freezeHead(), head, { ...head });
}

function whyUnknown({ stage, service }: Scope, services: KnownService[]): string | undefined {
  const stages = [...new Set(services.flatMap(({ config }) => config.stages.map(({ name }) => name)))];
  if (stage === undefined || stages.includes(stage)) return undefined;
  return `${service ?? 'no service'} has ${service ? 'no' : 'a'} stage ${stage}: there are ${stages.join(', ')}`;
}

const wakesOf = ({ stage }: Scope, services: KnownService[]): string[] =>
  services.flatMap(({ service, config }) =>
    config.stages
      .filter(({ name }) => stage === undefined || name === stage)
      .map(({ name }) => wakeKeys.stage(service, name)),
  );
