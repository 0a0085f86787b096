import type { Order } from '#core/commands/command.ts';
import { type RefusedFor, sayRefused } from '#core/commands/say-refused.ts';
import { serviceOf } from '#core/commands/service-of.ts';
import type { LedgerEvent } from '#core/ledger/items.ts';
import { EVENT_PREFIX, releasePartition } from '#core/ledger/keys.ts';
import { record } from '#core/ledger/record.ts';
import type { Change, Table } from '#core/ports/table.ts';
import { parseReleaseId } from '#core/release/release.ts';
import { findRelease } from './read-about.ts';

export interface Refused {
  by: string;
  at: number;
  because: RefusedFor;
  message: string;
}

/** Whoever presses a button again and again is told once a minute, and a thread hears of so many refusals a minute at most. */
const SAID_FOR_MS = 60_000;
const MOST_A_MINUTE = 10;

/**
 * The line in a release's history that says that an order from Slack was refused: its thread shows it. None where the order came
 * from elsewhere, which was answered there, or is about no release. The release stays as it is.
 */
export async function tellRefusal(table: Table, order: Order, refused: Refused): Promise<Change[]> {
  const id = order.by.via === 'slack' ? aboutRelease(order) : undefined;
  const release = id === undefined ? undefined : await findRelease(table, id);
  if (!(release && id !== undefined)) return [];
  const { by, at } = refused;
  const { command } = order;
  const last = (await table.list(releasePartition(id), {
    prefix: EVENT_PREFIX,
    newestFirst: true,
    limit: MOST_A_MINUTE,
  })) as unknown as LedgerEvent[];
  const lately = last.filter(({ kind, at: then }) => kind === 'refused' && at - then < SAID_FOR_MS);
  const isSaid = lately.some(({ actor, refused: kind }) => actor === by && kind === command.kind);
  if (isSaid || lately.length >= MOST_A_MINUTE) return [];
  const sentence = sayRefused({ ...refused, command });
  return record(release, { kind: 'refused', at, actor: by, sentence, refused: command.kind });
}

/** A card speaks for its own service only. */
function aboutRelease({ command, card }: Order): string | undefined {
  if ('release' in command) return command.release;
  return card !== undefined && parseReleaseId(card)?.service === serviceOf(command) ? card : undefined;
}
