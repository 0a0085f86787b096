import { type DeploymentVerdict, judgeDeployment } from '#core/deployment/judge-deployment.ts';
import type { DeploymentRecord, Run, Stored } from '#core/ledger/items.ts';
import { keys, wakeKeys } from '#core/ledger/keys.ts';
import type { Now } from '#core/ports/clock.ts';
import type { Fleet, Target } from '#core/ports/fleet.ts';
import type { Table } from '#core/ports/table.ts';
import type { Tokens } from '#core/ports/tokens.ts';
import { digestOf } from '#core/words/digest-of.ts';
import { releaseOf } from '#functions/steps/hold-fence.ts';
import { lookOrPark } from '#functions/steps/look-or-park.ts';
import { renewLease } from '#functions/steps/renew-lease.ts';

export interface AwaitDeploymentPorts {
  table: Table;
  tokens: Tokens;
  fleet: Fleet;
  now: Now;
}

export interface AwaitDeploymentInput {
  release: string;
  stage: string;
  fence: number;
  target: Target;
  direction: 'forward' | 'rollback';
  /** Milliseconds that ECS may take, from the moment it was intended. */
  withinMs: number;
  token: string;
  attempt: string;
  lookAfter: number;
}

export interface DeploymentEnd {
  status: 'settled' | 'failed';
  reason: string;
}

/** Waits until the target has arrived at the revision, forward or back, and proves it; or says why it never will. */
export async function awaitDeployment(ports: AwaitDeploymentPorts, input: AwaitDeploymentInput): Promise<void> {
  const { release, stage, target, direction } = input;
  const key = keys.deployment(release, stage, target.name, direction);
  const intent = (await ports.table.read(key)) as Stored<DeploymentRecord> | undefined;
  if (!intent) throw new Error(`${release} never intended to deploy to ${target.name} (${direction}).`);
  await renewLease(ports, input, input.fence, input.lookAfter);
  const view = await ports.fleet.view(target);
  const parking = {
    release,
    what: `${stage}/${target.name}/${direction}`,
    wakeKeys: [...(view ? [wakeKeys.service(view.arn)] : []), ...cancelKeys(input)],
    token: input.token,
    attempt: input.attempt,
  };
  await lookOrPark(ports, parking, async () => ({ settled: await look(ports, input, intent) }));
}

/** On the way forward a person may cancel it, or another target of the stage may fail. */
const cancelKeys = ({ direction, release, stage }: AwaitDeploymentInput): string[] =>
  direction === 'forward' ? [wakeKeys.stage(releaseOf(release).service, stage)] : [];

/** ECS may answer with what was true a moment ago: a failure counts only when a second fresh look sees one too. */
async function look(
  ports: AwaitDeploymentPorts,
  input: AwaitDeploymentInput,
  intent: DeploymentRecord,
): Promise<DeploymentEnd | undefined> {
  const turned = input.direction === 'forward' ? await whyTurned(ports.table, input) : undefined;
  if (turned) return { status: 'failed', reason: turned };
  const first = await judgeNow(ports, input, intent);
  const verdict = first.kind === 'failed' ? await judgeNow(ports, input, intent) : first;
  if (verdict.kind === 'in progress') return undefined;
  return { status: verdict.kind, reason: `${input.target.name}: ${verdict.reason}` };
}

/** The stage is being turned around already: this target follows at once. */
async function whyTurned(table: Table, { release, stage }: AwaitDeploymentInput): Promise<string | undefined> {
  const run = (await table.read(keys.run(release, stage))) as Stored<Run> | undefined;
  return run?.rollback?.reason;
}

async function judgeNow(
  { fleet, now }: AwaitDeploymentPorts,
  input: AwaitDeploymentInput,
  intent: DeploymentRecord,
): Promise<DeploymentVerdict> {
  const [view, tasks, stopped] = await Promise.all([
    fleet.view(input.target),
    fleet.runningTasks(input.target),
    fleet.stoppedTasks(input.target),
  ]);
  const expectation = {
    taskDefinition: intent.taskDefinition,
    digest: digestOf(intent.image),
    startedAt: intent.intentAt,
    deadline: intent.intentAt + input.withinMs,
    direction: input.direction,
  };
  return judgeDeployment(expectation, { view, tasks, stopped }, now());
}
