import { primaryOf } from '#core/deployment/primary-of.ts';
import { Refusal } from '#core/errors.ts';
import type { DeploymentRecord, Run, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, ServiceView, Target } from '#core/ports/fleet.ts';
import type { Key, Table } from '#core/ports/table.ts';
import { revisionOn } from '#core/release/current.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { holdFence } from '#functions/steps/hold-fence.ts';
import { readRelease } from '#functions/steps/read-release.ts';
import { settleChange } from '#functions/steps/settle-change.ts';

export interface StartDeploymentPorts {
  table: Table;
  fleet: Fleet;
  now: Now;
}

export interface StartDeploymentInput {
  release: string;
  stage: string;
  fence: number;
  target: Target;
  image: string;
}

/**
 * Asks ECS, at most once per release and target, for a revision with the release's image. Safe to repeat after a crash at any
 * point: the intent is in the ledger before ECS is asked, and what ECS already has of it is adopted.
 */
export async function startDeployment(
  ports: StartDeploymentPorts,
  input: StartDeploymentInput,
): Promise<{ startedAt: number }> {
  const { current } = await holdFence(ports.table, input, input.fence);
  const view = await viewOf(ports.fleet, input.target, revisionOn(current, input.target.name));
  // Admission has seen the stage's current revision there: somebody may have deployed since.
  const from = revisionOn(current, input.target.name) ?? revisionOf(view);
  const intent = (await readIntent(ports.table, input)) ?? (await recordIntent(ports, input, view, from));
  if (!isUnderWay(intent, view)) {
    refuseForeign(input.target, view, intent.from);
    await holdFence(ports.table, input, input.fence);
    await refuseLate(ports.table, input);
    await ports.fleet.deploy(input.target, intent.taskDefinition);
    await holdFence(ports.table, input, input.fence);
  }
  await recordRequest(ports, input);
  return { startedAt: intent.intentAt };
}

/** ECS may answer with what was true a moment ago: what is not as expected counts only when a second look says so too. */
async function viewOf(fleet: Fleet, target: Target, expected: string | undefined): Promise<ServiceView> {
  const first = await fleet.view(target);
  const isAsExpected = first?.status === 'ACTIVE' && revisionOf(first) === expected;
  const view = isAsExpected ? first : await fleet.view(target);
  if (view?.status === 'ACTIVE') return view;
  throw new Refusal(
    'DeploymentRefused',
    `The ECS service ${target.cluster}/${target.service} does not exist or is not active.`,
  );
}

const revisionOf = (view: ServiceView): string => primaryOf(view)?.taskDefinition ?? '';

/** ECS may have it already, from an attempt whose answer was lost; it may even have turned it around since. */
const isUnderWay = (intent: DeploymentRecord, view: ServiceView): boolean =>
  intent.requestedAt !== undefined ||
  revisionOf(view) === intent.taskDefinition ||
  view.serviceDeployments.some((d) => d.taskDefinition === intent.taskDefinition);

function refuseForeign({ name }: Target, view: ServiceView, expected: string): void {
  const primary = revisionOf(view);
  if (primary === expected) return;
  throw new Refusal(
    'DeploymentRefused',
    `${name} runs ${sayRevision(primary)}, which somebody deployed meanwhile (expected ${sayRevision(expected)}): it is not overwritten.`,
  );
}

/** One target's failure turns all of the stage around while others are still being started: what was found untouched stays so. */
async function refuseLate(table: Table, { release, stage, target }: StartDeploymentInput): Promise<void> {
  const run = (await table.read(keys.run(release, stage))) as Stored<Run> | undefined;
  if (run?.rollback)
    throw new Refusal(
      'DeploymentRefused',
      `${stage} is being turned around: ${target.name} is not deployed to any more.`,
    );
}

const keyOf = ({ release, stage, target }: StartDeploymentInput): Key =>
  keys.deployment(release, stage, target.name, 'forward');

const readIntent = (table: Table, input: StartDeploymentInput): Promise<Stored<DeploymentRecord> | undefined> =>
  table.read(keyOf(input)) as Promise<Stored<DeploymentRecord> | undefined>;

async function recordIntent(
  ports: StartDeploymentPorts,
  input: StartDeploymentInput,
  view: ServiceView,
  from: string,
): Promise<Stored<DeploymentRecord>> {
  const { release, stage, target, image } = input;
  refuseForeign(target, view, from);
  const intentAt = ports.now();
  const taskDefinition = await ports.fleet.register(target, from, image, release);
  const intent: DeploymentRecord = {
    release,
    stage,
    target: target.name,
    direction: 'forward',
    taskDefinition,
    from,
    image,
    intentAt,
  };
  await ports.table.write([create(keyOf(input), intent)]);
  return (await readIntent(ports.table, input)) as Stored<DeploymentRecord>;
}

function recordRequest(ports: StartDeploymentPorts, input: StartDeploymentInput): Promise<void> {
  return settleChange(ports.table, async () => {
    const intent = (await readIntent(ports.table, input)) as Stored<DeploymentRecord>;
    if (intent.requestedAt !== undefined) return { changes: [], result: undefined };
    const at = ports.now();
    const release = await readRelease(ports.table, input.release);
    const deploying = record(release, {
      kind: 'deploying',
      at,
      actor: 'bakewatch',
      stage: input.stage,
      sentence: `deploys ${sayRevision(intent.taskDefinition)} to ${input.target.name} in ${input.stage} (was ${sayRevision(intent.from)})`,
    });
    return { changes: [change(intent, { ...intent, requestedAt: at }), ...deploying], result: undefined };
  });
}
