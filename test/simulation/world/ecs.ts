import { memoryFleet } from '#adapters/memory/fleet.ts';
import type { Fleet, RunningTask, ServiceView, Target } from '#core/ports/fleet.ts';
import type { WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import { named } from '../aws/lambda.ts';
import { drawBetween } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';
import { MIGRATION_FAMILY } from '../story/service-config.ts';
import { staleViews } from './stale-views.ts';

/** What a service is, whoever asks. */
export interface Truth {
  view: ServiceView;
  tasks: RunningTask[];
}

export interface Ecs {
  fleet: Fleet;
  /** What is true now, by ECS service ARN. */
  truth: ReadonlyMap<string, Truth>;
  /** Cluster (which is the stage) and name of every service. */
  targets: readonly Target[];
  serviceOf(target: Target): Truth | undefined;
  /** The digest that a task definition runs. */
  digestOf(taskDefinition: string): string;
  /** When the last rollout had replaced every task. */
  arrivedAt(target: Target): number;
  /** How many tasks people want. */
  wanted(target: Target): number;
  /** When somebody else last touched the service. */
  touchedAt(target: Target): number;
  /** From now on what is there counts as done by somebody else. */
  disown(target: Target): void;
  deployByHand(target: Target, digest: string): Promise<void>;
  stopTask(target: Target): Promise<void>;
  scale(target: Target, desired: number): Promise<void>;
  deregister(taskDefinition: string): void;
  remove(target: Target): Promise<void>;
  /** From now on ECS answers no question; it still does what it is asked to. */
  blind(): void;
}

export interface EcsOptions {
  targets: Target[];
  /** What every service runs at the beginning. */
  firstDigest: string;
  /** How a revision of this image starts. */
  startOf(digest: string): 'starts' | 'never starts' | 'hangs';
  emit(event: WakingEvent): void;
  /** What is true of the target may have changed. */
  onLook(target: Target): void;
  /** Everything old is gone and this runs now. */
  onArrived(target: Target, digest: string): void;
}

export const imageOf = (digest: string): string => `000000000000.dkr.ecr.us-east-1.amazonaws.com/hello@${digest}`;

/** ECS with a truth of its own: what is asked for takes its time, may never arrive, and is touched by others. */
export async function createEcs(sim: Sim, options: EcsOptions): Promise<Ecs> {
  const { clock } = sim;
  const fleet = memoryFleet({ now: clock.now });
  const stale = staleViews(sim, fleet);
  const truth = new Map<string, Truth>();
  const arns = new Map<Target, string>();
  const touched = new Map<string, number>();
  const arrived = new Map<string, number>();
  const wanted = new Map<string, number>();
  const arranged = new Map<string, string>();
  const nameOf = ({ cluster, service }: Target): string => `${cluster}/${service}`;
  const digestOf = (taskDefinition: string): string =>
    fleet.definition(taskDefinition).images['app']?.split('@')[1] ?? '';

  const look = async (target: Target): Promise<ServiceView | undefined> => {
    const view = await fleet.view(target);
    if (view) truth.set(view.arn, { view, tasks: await fleet.runningTasks(target) });
    if (view) arns.set(target, view.arn);
    options.onLook(target);
    return view;
  };
  const tell = (target: Target, view: ServiceView, name: string): void =>
    options.emit({
      source: 'aws.ecs',
      'detail-type': 'ECS Deployment State Change',
      resources: [view.arn],
      detail: { group: `${nameOf(target)} ${name}` },
    });

  /** Lets what is under way arrive, or fail, or neither, in its own time. */
  const arrange = async (target: Target): Promise<void> => {
    const view = await look(target);
    const goal = view && goalOf(view);
    if (!(view && goal) || arranged.get(view.arn) === goal.id) return;
    arranged.set(view.arn, goal.id);
    const digest = digestOf(goal.taskDefinition);
    const start = options.startOf(digest);
    sim.chronicle.tell(`${nameOf(target)}: ECS goes to ${short(goal.taskDefinition)}`);
    if (start === 'hangs') return;
    const takes = drawBetween(sim.seed, `rollout ${view.arn} ${goal.id}`, 10_000, 90_000);
    clock.at(clock.now() + takes, () => void arrive(target, goal.id, digest, start));
  };
  const arrive = async (
    target: Target,
    id: string,
    digest: string,
    start: 'starts' | 'never starts',
  ): Promise<void> => {
    const before = await look(target);
    if (!before || goalOf(before)?.id !== id) return;
    if (start === 'starts') fleet.finishDeployment(target);
    else fleet.failDeployment(target, 'Essential container in task exited (exit code 1)');
    const view = await look(target);
    if (!view) return;
    sim.chronicle.tell(
      `${nameOf(target)}: ${start === 'starts' ? 'all tasks run' : 'the tasks never started:'} ${short(goalOfAny(before))}`,
    );
    if (start === 'starts') {
      arrived.set(nameOf(target), clock.now());
      options.onArrived(target, digest);
    }
    tell(target, view, start);
    await arrange(target);
  };

  const mutate = async <T>(target: Target, make: () => Promise<T> | T): Promise<T> => {
    await stale.remember(target);
    const result = await make();
    await arrange(target);
    return result;
  };
  const byHand = async (target: Target, what: string, make: () => unknown): Promise<void> => {
    touched.set(nameOf(target), clock.now());
    sim.chronicle.tell(`${nameOf(target)}: ${what}`);
    await mutate(target, async () => void (await make()));
  };

  let isBlind = false;
  const seeing =
    <A extends unknown[], T>(read: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (isBlind) throw named('ServerException', 'Service Unavailable');
      return read(...args);
    };

  // A family that nothing runs by itself: the migration's task is made of it.
  const task = { name: MIGRATION_FAMILY, cluster: 'tasks', service: MIGRATION_FAMILY, container: 'app' };
  fleet.createService(task, imageOf(options.firstDigest));
  for (const target of options.targets) {
    fleet.createService(target, imageOf(options.firstDigest));
    await look(target);
  }
  return {
    fleet: {
      view: seeing(stale.view),
      runningTasks: seeing(fleet.runningTasks),
      stoppedTasks: seeing(fleet.stoppedTasks),
      imageOf: fleet.imageOf,
      register: fleet.register,
      deploy: (target, taskDefinition) => mutate(target, () => fleet.deploy(target, taskDefinition)),
      stop: (target, arn) => mutate(target, () => fleet.stop(target, arn)),
    },
    truth,
    blind() {
      isBlind = true;
    },
    targets: options.targets,
    serviceOf: (target) => {
      const known = options.targets.find((t) => nameOf(t) === nameOf(target));
      return known && truth.get(arns.get(known) ?? '');
    },
    digestOf,
    arrivedAt: (target) => arrived.get(nameOf(target)) ?? 0,
    wanted: (target) => wanted.get(nameOf(target)) ?? FIRST_WANTED,
    touchedAt: (target) => touched.get(nameOf(target)) ?? 0,
    disown: (target) => void touched.set(nameOf(target), clock.now()),
    deployByHand: (target, digest) =>
      byHand(target, 'somebody deploys by hand', () => fleet.deployByHand(target, imageOf(digest))),
    stopTask: (target) => byHand(target, 'a task stops', () => replaceTask(sim, fleet, target, look)),
    scale: (target, desired) =>
      byHand(target, `scaled to ${desired}`, async () => {
        fleet.scale(target, desired);
        wanted.set(nameOf(target), desired);
        await settle(fleet, target);
      }),
    deregister(taskDefinition) {
      sim.chronicle.tell(`somebody deregisters ${short(taskDefinition)}`);
      fleet.deregister(taskDefinition);
    },
    remove: (target) => byHand(target, 'somebody deletes the service', () => fleet.removeService(target)),
  };
}

/** What the services in memory begin with. */
const FIRST_WANTED = 2;

const short = (taskDefinition: string): string => taskDefinition.replace(/^.*task-definition\//, '');
const goalOfAny = (view: ServiceView): string => view.deployments[0]?.taskDefinition ?? '';

/** Where an unfinished rollout goes, under a name that no other rollout has. */
function goalOf({
  deployments: [primary],
  serviceDeployments: [newest],
}: ServiceView): { id: string; taskDefinition: string } | undefined {
  if (primary?.rolloutState !== 'IN_PROGRESS') return undefined;
  return { id: `${newest?.arn} ${newest?.status} ${primary.taskDefinition}`, taskDefinition: primary.taskDefinition };
}

/** A service at rest starts what it lacks; one that is being deployed gets it when that arrives. */
async function settle(fleet: ReturnType<typeof memoryFleet>, target: Target): Promise<void> {
  const view = await fleet.view(target);
  if (view && view.status === 'ACTIVE' && !goalOf(view)) fleet.finishDeployment(target);
}

const REPLACED_AFTER_MS = 30_000;

async function replaceTask(
  sim: Sim,
  fleet: ReturnType<typeof memoryFleet>,
  target: Target,
  look: (target: Target) => Promise<unknown>,
): Promise<void> {
  const tasks = await fleet.runningTasks(target);
  if (tasks.length === 0) return;
  fleet.stopTask(target, 'Host EC2 instance terminated.');
  sim.clock.at(sim.clock.now() + REPLACED_AFTER_MS, () => void settle(fleet, target).then(() => look(target)));
}
