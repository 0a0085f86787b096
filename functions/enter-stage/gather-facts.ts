import type { AdmissionFacts } from '#core/admission/admit.ts';
import { covers } from '#core/admission/freezes.ts';
import type { Environment, Freeze, Quarantine, Run, ServiceHead, Stored, StoredRelease } from '#core/ledger/items.ts';
import { FREEZE_PREFIX, FREEZES, keys } from '#core/ledger/keys.ts';
import type { StagePlan } from '#core/plan/plan.ts';
import type { AlarmReading, Alarms } from '#core/ports/alarms.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet } from '#core/ports/fleet.ts';
import type { Registry } from '#core/ports/registry.ts';
import type { Change, Item, Table } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import { mayBegin } from '#core/windows/standing.ts';
import { readApproval } from './read-approval.ts';
import { readTarget } from './read-target.ts';

export interface Gathered {
  environment: Stored<Environment>;
  run: Stored<Run>;
  alarms: AlarmReading[];
  /** What changes with every freeze: entering is bound to it. */
  freezeHead: Item | undefined;
  /** That who may approve is as it was, where that matters: entering is bound to it. */
  approvers: Change[];
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
  // Before the freezes: a list is no snapshot, and what is written while it is read must make the entry void.
  const freezeHead = await table.read(keys.freezeHead());
  const [environment, run, head, quarantine, freezes, alarms] = await Promise.all([
    table.read(keys.environment(release.service, stage.name)) as Promise<Stored<Environment> | undefined>,
    table.read(keys.run(releaseId(release), stage.name)) as Promise<Stored<Run> | undefined>,
    table.read(keys.head(release.service)) as Promise<Stored<ServiceHead> | undefined>,
    table.read(keys.quarantine(release.service, release.sha)) as Promise<Stored<Quarantine> | undefined>,
    table.list(FREEZES, { prefix: FREEZE_PREFIX }) as Promise<Stored<Freeze>[]>,
    ports.alarms.read(stage.bake.where, stage.bake.alarms, () => now),
  ]);
  if (!(environment && run && head)) throw new Error(`${releaseId(release)} never arrived at ${stage.name}.`);
  const [approval, targets] = await Promise.all([
    stage.approval ? readApproval(table, release, run, stage.approval) : undefined,
    Promise.all(stage.targets.map((target) => readTarget(ports, target, release, environment))),
  ]);
  const { service, number, reverts = [] } = release;
  const facts: AdmissionFacts = {
    service,
    number,
    now,
    turn: stage.turn?.kind,
    after: release.turnsBack?.after,
    isEmergency: release.emergency?.isInForce,
    arrivedAt: run.arrivedAt,
    waitAtMost: stage.waitAtMost,
    resumeOnRevert: stage.resumeOnRevert,
    reverts,
    environment,
    head,
    quarantine,
    freezes: freezes.filter((freeze) => covers(freeze, service, stage.name)),
    window: shutWindow(stage, now),
    approval: approval?.facts,
    alarms,
    targets,
  };
  return { environment, run, alarms, freezeHead, approvers: approval ? [approval.bound] : [], facts };
}

/** A release begins only in a window that it can finish in: it must fit its bake, unless no window is that long. */
function shutWindow({ windows, bake }: StagePlan, now: number): AdmissionFacts['window'] {
  const standing = mayBegin(windows ?? [], now, bake.forMs);
  if (standing.may) return undefined;
  const { reason, opensAt } = standing;
  return { kind: 'window', reason, ...(opensAt === undefined ? {} : { opensAt }) };
}
