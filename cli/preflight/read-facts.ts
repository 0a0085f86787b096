import type { Config, ServiceConfig, StageConfig } from '#core/config/schema.ts';
import { whereOf } from '#core/plan/where-of.ts';
import type { Answer, Inventory, Place } from '#core/ports/inventory.ts';
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
    build.project ? inventory.project(build.project) : undefined,
    inventory.repository(build.image),
  ]);
  const read: StageFacts[] = [];
  for (const stage of stages) read.push(await readStage(inventory, stage));
  return { ...(project ? { project } : {}), repository, stages: read };
}

async function readStage(inventory: Inventory, stage: StageConfig): Promise<StageFacts> {
  const { migrate, verify, bake, taskRoles = [] } = stage;
  const targets = await Promise.all(stage.targets.map((target) => readTarget(inventory, target)));
  // Alarms and evidence are read where the stage's first target is, and its tasks run there: here, too.
  const first = whereOf(stage.targets);
  const isFirstOpen = targets[0]?.entry.kind === 'found';
  const closed = new Set(stage.targets.flatMap(({ role }, i) => (targets[i]?.entry.kind === 'found' ? [] : [role])));
  const accounts = [...new Set(stage.targets.map(({ role }) => role))];
  const readRole = async (role: string | undefined, name: string) =>
    closed.has(role) ? CLOSED : inventory.role({ role }, name);
  const [alarms, evidence, migration, tests, roles] = await Promise.all([
    bake && isFirstOpen ? inventory.alarms(first, bake.alarms) : [],
    bake?.evidence && isFirstOpen ? inventory.metric(first, bake.evidence) : undefined,
    migrate && (isFirstOpen ? readRun(inventory, first, migrate) : CLOSED_RUN),
    verify && readTests(inventory, isFirstOpen ? first : undefined, verify),
    Promise.all(taskRoles.map((name) => Promise.all(accounts.map((role) => readRole(role, name))))),
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

/** What is said of everything in an account that could not be entered. */
const CLOSED: Answer<never> = { kind: 'unasked', why: 'it is in an account that could not be entered from here' };
const CLOSED_RUN: RunFacts = { cluster: CLOSED, task: { definition: CLOSED, logGroups: [] } };

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

async function readRun(inventory: Inventory, place: Place, run: { cluster: string; task: string }): Promise<RunFacts> {
  const [cluster, task] = await Promise.all([
    inventory.cluster(place, run.cluster),
    readTask(inventory, place, run.task),
  ]);
  return { cluster, task };
}

/** `place` is absent when it could not be entered; projects are where Bakewatch is. */
async function readTests(
  inventory: Inventory,
  place: Place | undefined,
  verify: NonNullable<StageConfig['verify']>,
): Promise<StageFacts['verify']> {
  if ('project' in verify) return { project: await inventory.project(verify.project) };
  if (!('task' in verify)) return undefined;
  return place ? readRun(inventory, place, verify) : CLOSED_RUN;
}
