import type { CommandOf } from '#core/commands/command.ts';
import { wakeKeys } from '#core/ledger/keys.ts';
import { change, record } from '#core/ledger/record.ts';
import { whereOf } from '#core/plan/where-of.ts';
import type { Alarms } from '#core/ports/alarms.ts';
import { releaseId } from '#core/release/release.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import type { Decided, KnownService, ObeyPorts, OrderContext } from './order-context.ts';
import { findEnvironment, noEnvironment } from './read-about.ts';

/** Lets the next release in although these alarms are red: it is to mend them. Every other alarm still guards. */
export async function fixForward(
  { table, alarms }: ObeyPorts,
  { command: { service, stage }, by, reason, at, services }: OrderContext<CommandOf<'fix-forward'>>,
): Promise<Decided> {
  const environment = await findEnvironment(table, service, stage);
  if (!environment) return noEnvironment(service, stage);
  const red = await redAlarms(alarms, services[0], stage, at);
  if (!red) return { refused: `${service} has no stage ${stage} in its configuration any more` };
  if (red.length === 0) return { refused: `no alarm of ${service} ${stage} is red: there is nothing to let pass` };
  const about = environment.arrived || environment.current?.release;
  const what = `lets the next release into ${stage} although ${red.join(', ')} fired`;
  const said = about
    ? record(await readRelease(table, releaseId({ service, number: about })), {
        kind: 'resumed',
        at,
        actor: by,
        stage,
        sentence: `${by} ${what}: ${reason}`,
        alarms: red,
      })
    : [];
  return {
    changes: [change(environment, { ...environment, fixForward: { by, reason, at, alarms: red } }), ...said],
    wakes: [wakeKeys.stage(service, stage)],
    message: `${what} of ${service}`,
  };
}

/** The stage's alarms that are red now; undefined when there is no such stage. */
async function redAlarms(
  alarms: Alarms,
  known: KnownService | undefined,
  stageName: string,
  now: number,
): Promise<string[] | undefined> {
  const stage = known?.config.stages.find(({ name }) => name === stageName);
  if (!stage) return undefined;
  const readings = await alarms.read(whereOf(stage.targets), stage.bake?.alarms ?? [], () => now);
  return readings.flatMap((alarm) => (alarm.kind === 'read' && alarm.state === 'ALARM' ? [alarm.name] : []));
}
