import type { Command } from '#core/commands/command.ts';
import type { ServiceConfig } from '#core/config/schema.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import type { Builds } from '#core/ports/builds.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet } from '#core/ports/fleet.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { Change, Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';

export interface ObeyPorts {
  table: Table;
  tokens: Tokens;
  fleet: Fleet;
  alarms: Alarms;
  registry: Registry;
  builds: Builds;
  now: Now;
}

/** A service with its configuration as it is now. */
export interface KnownService {
  service: string;
  config: ServiceConfig;
}

/** An order by a person who may give it. */
export interface OrderContext<C extends Command = Command> {
  command: C;
  /** The person's one name. */
  by: string;
  reason: string;
  at: number;
  /** The services that it concerns: one, or all. */
  services: KnownService[];
}

/** `wakes`: keys of waits that it may end. `stops`: the release whose build nobody wants any more. `made`: the release that it makes. */
export type Decided =
  | { refused: string }
  | {
      refused?: undefined;
      changes: Change[];
      wakes: string[];
      stops?: string | undefined;
      message: string;
      made?: string;
    };
