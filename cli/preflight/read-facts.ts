import type { Config, ServiceConfig, StageConfig } from '#core/config/schema.ts';
import type { Inventory, Place } from '#core/ports/inventory.ts';
import { isElsewhere } from '#core/preflight/check-world.ts';
import type { Facts, RunFacts, ServiceFacts, StageFacts, TargetFacts, TaskFacts } from '#core/preflight/facts.ts';

/** Asks AWS for everything that a configuration names. One stage after the other, so that AWS need not throttle. */
export async function readFacts(inventory: Inventory, config: Config): Promise<Facts> {
  const identity = await inventory.identity();
  const services: Facts['services'] = {};
  if (identity.kind === 'refused' || isElsewhere(config, identity)) return { identity, services };
  for (const [name, service] of Object.entries(config.services)) services[name] = await readService(inventory, service);
  return { identity, services };
}

async function readService(inventory: Inventory, { build, stages }: ServiceConfig): Promise<ServiceFacts> {
  const [project, repository] = await Promise.all([
    inventory.project(build.project),
    inventory.repository(build.image),
  ]);
  const read: StageFacts[] = [];
  for (const stage of stages) read.push(await readStage(inventory, stage));
  return { project, repository, stages: read };
}

async function readStage(inventory: Inventory, stage: StageConfig): Promise<StageFacts> {
  const { migrate, verify, bake, taskRoles = [] } = stage;
  const targets = await Promise.all(stage.targets.map((target) => readTarget(inventory, target)));
  const open = stage.targets.filter((_, i) => targets[i]?.entry.kind === 'found');
  // Alarms and evidence are read where the stage's first target is, and so are they here.
  const [first] = stage.targets;
  const isFirstOpen = targets[0]?.entry.kind === 'found';
  const accounts = [...new Set([...open.map(({ role }) => role), ...(migrate || verify ? [undefined] : [])])];
  const [alarms, evidence, migration, tests, roles] = await Promise.all([
    bake && first && isFirstOpen ? inventory.alarms(placeOf(first), bake.alarms) : [],
    bake?.evidence && first && isFirstOpen ? inventory.metric(placeOf(first), bake.evidence) : undefined,
    migrate && readRun(inventory, migrate),
    verify && readTests(inventory, verify),
    Promise.all(taskRoles.map((name) => Promise.all(accounts.map((role) => inventory.role({ role }, name))))),
  ]);
  return {
    targets,
    alarms,
    ...(evidence ? { evidence } : {}),
    ...(migration ? { migrate: migration } : {}),
    ...(tests ? { verify: tests } : {}),
    taskRoles: roles,
  };
}

const placeOf = ({ region, role }: StageConfig['targets'][number]): Place => ({ region, role });

async function readTarget(inventory: Inventory, target: StageConfig['targets'][number]): Promise<TargetFacts> {
  const place = placeOf(target);
  const entry = await inventory.entry(place);
  if (entry.kind !== 'found') return { entry };
  const cluster = await inventory.cluster(place, target.cluster);
  if (cluster.kind === 'missing') return { entry, cluster };
  const service = await inventory.service(place, target.cluster, target.service);
  if (service.kind !== 'found') return { entry, cluster, service };
  return { entry, cluster, service, task: await readTask(inventory, place, service.found.taskDefinition) };
}

async function readTask(inventory: Inventory, place: Place, name: string): Promise<TaskFacts> {
  const definition = await inventory.taskDefinition(place, name);
  const groups = definition.kind === 'found' ? definition.found.logGroups : [];
  const logGroups = groups.map(async ({ name: group, region = place.region }) => ({
    name: group,
    answer: await inventory.logGroup({ ...place, region }, group),
  }));
  return { definition, logGroups: await Promise.all(logGroups) };
}

/** Migrations and tests run where Bakewatch is installed: the state machine starts them itself. */
async function readRun(inventory: Inventory, run: { cluster: string; task: string }): Promise<RunFacts> {
  const [cluster, task] = await Promise.all([inventory.cluster({}, run.cluster), readTask(inventory, {}, run.task)]);
  return { cluster, task };
}

async function readTests(
  inventory: Inventory,
  verify: NonNullable<StageConfig['verify']>,
): Promise<StageFacts['verify']> {
  if ('project' in verify) return { project: await inventory.project(verify.project) };
  return 'task' in verify ? readRun(inventory, verify) : undefined;
}
