import type { Environment } from '#core/ledger/items.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Table } from '#core/ports/table.ts';
import { readStage } from './read-stage.ts';

/** The stage's alarms that are red now: only these a fix-forward lets pass. Or why there are none to let pass. */
export async function redAlarms(
  ports: { table: Table; alarms: Alarms; now: Now },
  environment: Environment,
): Promise<string[] | string> {
  const stage = await readStage(ports.table, environment);
  if (!stage) return `${environment.service} has no stage ${environment.stage} in its configuration any more`;
  const region = stage.targets[0]?.region;
  const readings = await ports.alarms.read(region ? { region } : {}, stage.bake?.alarms ?? [], ports.now());
  const red = readings.flatMap((alarm) => (alarm.kind === 'read' && alarm.state === 'ALARM' ? [alarm.name] : []));
  return red.length > 0
    ? red
    : `no alarm of ${environment.service} ${environment.stage} is red: there is nothing to let pass`;
}
