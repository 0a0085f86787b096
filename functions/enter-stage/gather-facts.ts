import type { AdmissionFacts, TargetFacts } from '#core/admission/admit.ts';
import { primaryOf } from '#core/deployment/primary-of.ts';
import type { Environment, Quarantine, Run, ServiceHead, Stored, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { AlarmReading, Alarms } from '#core/ports/alarms.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';

export interface Gathered {
  environment: Stored<Environment>;
  run: Stored<Run>;
  alarms: AlarmReading[];
  facts: AdmissionFacts;
}

export interface GatherPorts {
  table: Table;
  fleet: Fleet;
  alarms: Alarms;
  registry: Registry;
  now: Now;
}

/** Everything that admission depends on, read now. */
export async function gatherFacts(ports: GatherPorts, release: StoredRelease, stage: StagePlan): Promise<Gathered> {
  const { table } = ports;
  const now = ports.now();
  const [environment, run, head, quarantine, alarms] = await Promise.all([
    table.read(keys.environment(release.service, stage.name)) as Promise<Stored<Environment> | undefined>,
    table.read(keys.run(releaseId(release), stage.name)) as Promise<Stored<Run> | undefined>,
    table.read(keys.head(release.service)) as Promise<Stored<ServiceHead> | undefined>,
    table.read(keys.quarantine(release.service, release.sha)) as Promise<Stored<Quarantine> | undefined>,
    ports.alarms.read(stage.bake.where, stage.bake.alarms, now),
  ]);
  if (!(environment && run && head)) throw new Error(`${releaseId(release)} never arrived at ${stage.name}.`);
  const targets = await Promise.all(stage.targets.map((target) => readTarget(ports, target, environment)));
  const { service, number } = release;
  const { waitAtMost, resumeOnRevert } = stage;
  const { reverts = [] } = release;
  const facts = {
    service,
    number,
    now,
    arrivedAt: run.arrivedAt,
    waitAtMost,
    resumeOnRevert,
    reverts,
    environment,
    head,
    quarantine,
    alarms,
    targets,
  };
  return { environment, run, alarms, facts };
}

/** The way back is checked before the way forward is taken: task definition and image must still be there. */
async function readTarget(
  { fleet, registry }: Pick<GatherPorts, 'fleet' | 'registry'>,
  target: Target,
  { current }: Environment,
): Promise<TargetFacts> {
  const view = await fleet.view(target);
  const expected = current?.taskDefinitions[target.name];
  const image = expected ? await fleet.imageOf(target, expected) : undefined;
  return {
    name: target.name,
    primary: view?.status === 'ACTIVE' ? primaryOf(view)?.taskDefinition : undefined,
    expected,
    expectedUsable: image !== undefined && (await registry.has(image)),
  };
}
