import { memoryAlarms } from '#adapters/memory/alarms.ts';
import { memoryBuilds } from '#adapters/memory/builds.ts';
import { memoryFleet } from '#adapters/memory/fleet.ts';
import { memoryRegistry } from '#adapters/memory/registry.ts';
import { memoryTokens } from '#adapters/memory/tokens.ts';
import type { Order } from '#core/commands/command.ts';
import type { Table } from '#core/ports/table.ts';
import { type Answer, obeyCommand } from '#functions/obey-command/obey-command.ts';

/** The command bus over a ledger; the world beside it is empty. */
export function memoryBus(table: Table): (order: Order) => Promise<Answer> {
  const now = Date.now;
  const ports = {
    table,
    tokens: memoryTokens(),
    fleet: memoryFleet({ now }),
    alarms: memoryAlarms({ now }),
    registry: memoryRegistry(),
    builds: memoryBuilds(),
    now,
  };
  return (order) => obeyCommand(ports, order);
}
