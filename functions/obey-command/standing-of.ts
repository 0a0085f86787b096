import type { Command, Seen } from '#core/commands/command.ts';
import { serviceOf } from '#core/commands/service-of.ts';
import type { Table } from '#core/ports/table.ts';
import { findEnvironment, findRelease } from './read-about.ts';

/** What a person who looks now would be shown. */
export async function standingOf(table: Table, command: Command): Promise<Seen> {
  const release = 'release' in command ? await findRelease(table, command.release) : undefined;
  const service = serviceOf(command);
  const stage = 'stage' in command ? command.stage : release?.stage;
  const environment = service && stage ? await findEnvironment(table, service, stage) : undefined;
  return {
    digest: release?.digest,
    state: release?.state,
    stage: release?.stage,
    holdSince: environment?.hold?.since,
    current: environment?.current?.release,
  };
}
