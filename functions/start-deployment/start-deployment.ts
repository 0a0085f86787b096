import { Refusal } from '#core/errors.ts';
import type { DeploymentRecord, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change, create, record } from '#core/ledger/record.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, ServiceView, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import { sayRevision } from '#core/words/say-time.ts';
import { holdFence } from '#functions/steps/holds-fence.ts';
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
  await holdFence(ports.table, input, input.fence);
  const view = await viewOf(ports.fleet, input.target);
  const intent = await recordIntent(ports, input, primaryOf(view));
  if (!isUnderWay(intent, view)) {
    if (primaryOf(view) !== intent.from) {
      throw new Refusal(
        'DeploymentRefused',
        `${input.target.name} runs ${sayRevision(primaryOf(view))}, which somebody deployed meanwhile (expected ${sayRevision(intent.from)}): it is not overwritten.`,
      );
    }
    await holdFence(ports.table, input, input.fence);
    await ports.fleet.deploy(input.target, intent.taskDefinition);
    await holdFence(ports.table, input, input.fence);
  }
  await recordRequest(ports, input);
  return { startedAt: intent.intentAt };
}

async function viewOf(fleet: Fleet, target: Target): Promise<ServiceView> {
  const view = await fleet.view(target);
  if (view?.status === 'ACTIVE') return view;
  throw new Refusal(
    'DeploymentRefused',
    `The ECS service ${target.cluster}/${target.service} does not exist or is not active.`,
  );
}

function primaryOf(view: ServiceView): string {
  return view.deployments.find((d) => d.status === 'PRIMARY')?.taskDefinition ?? '';
}

/** ECS may have it already, from an attempt whose answer was lost; it may even have turned it around since. */
const isUnderWay = (intent: DeploymentRecord, view: ServiceView): boolean =>
  intent.requestedAt !== undefined ||
  primaryOf(view) === intent.taskDefinition ||
  view.serviceDeployments.some((d) => d.taskDefinition === intent.taskDefinition);

async function recordIntent(
  ports: StartDeploymentPorts,
  input: StartDeploymentInput,
  from: string,
): Promise<Stored<DeploymentRecord>> {
  const { release, stage, target, image } = input;
  const key = keys.deployment(release, stage, target.name, 'forward');
  const known = (await ports.table.read(key)) as Stored<DeploymentRecord> | undefined;
  if (known) return known;
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
  await ports.table.write([create(key, intent)]);
  return (await ports.table.read(key)) as Stored<DeploymentRecord>;
}

function recordRequest(ports: StartDeploymentPorts, input: StartDeploymentInput): Promise<void> {
  return settleChange(ports.table, async () => {
    const read = await ports.table.read(keys.deployment(input.release, input.stage, input.target.name, 'forward'));
    const intent = read as Stored<DeploymentRecord>;
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
