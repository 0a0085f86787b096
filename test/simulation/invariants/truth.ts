import type { DeploymentRecord, StoredRelease } from '#core/ledger/items.ts';
import type { Target } from '#core/ports/fleet.ts';
import { isTerminal, type ReleaseState, releaseId } from '#core/release/release.ts';
import type { Ledger } from '../aws/observed-table.ts';
import { targetsOf } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, deploymentIn, environmentIn, isDeployment, isRelease, releaseIn, runIn } from './read-ledger.ts';

/** S7, S11, S12: what the ledger says at the end of a release is what the world is, and nothing is left half-way. */
export function truth(facts: Facts): Check {
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease))
        if (before && after && after.state !== before.state && isTerminal(after.state)) checkEnd(facts, after);
    },
    atEnd() {
      for (const stage of facts.config.stages)
        for (const what of halfWay(facts, stage.name)) facts.violate('S12', what);
    },
  };
}

const SLACK_MS = 60_000;

function checkEnd(facts: Facts, release: StoredRelease): void {
  const { config, ledger, world, sim } = facts;
  const id = releaseId(release);
  const stage = config.stages.find(({ name }) => name === release.stage);
  if (!stage) return;
  const lookedAt = (runIn(ledger, id, stage.name)?.verdict?.at ?? sim.clock.now()) - SLACK_MS;
  for (const target of targetsOf(stage))
    if (world.ecs.touchedAt(target) < lookedAt) checkTarget(facts, release, target, stage.name);
}

/** Nobody else has touched the target since Bakewatch looked: then it is what the release's end says. */
function checkTarget(facts: Facts, release: StoredRelease, target: Target, stage: string): void {
  const { ledger, world, violate } = facts;
  const id = releaseId(release);
  const now = world.ecs.serviceOf(target);
  const primary = now?.view.deployments[0];
  const goal = (direction: 'forward' | 'rollback') =>
    deploymentIn(ledger, [id, stage, target.name], direction)?.taskDefinition;
  const runs = `${stage}/${target.name} runs ${primary?.taskDefinition} (${primary?.rolloutState})`;
  const isThere = (taskDefinition: string | undefined): boolean => primary?.taskDefinition === taskDefinition;
  const back = goal('rollback');
  // A release that takes a stage back deploys nothing of its own.
  const goesTo = release.turnsBack?.goesTo;
  const isTrue: Partial<Record<ReleaseState, boolean>> = {
    SUCCEEDED:
      isThere(goesTo?.taskDefinitions[target.name] ?? goal('forward')) && primary?.rolloutState === 'COMPLETED',
    ROLLED_BACK: back === undefined || isThere(back),
    FAILED: !isThere(goal('forward') ?? 'nothing') || isLeftOrStranded(facts, release, stage),
  };
  if (isTrue[release.state] === false) violate('S11', `${id} is ${release.state}, but ${runs}`);
  const strange =
    release.state === 'SUCCEEDED' &&
    now?.tasks.find((task) => task.digest !== (goesTo?.adopted?.[target.name] ?? goesTo?.digest ?? release.digest));
  if (strange) violate('S7', `${id} is SUCCEEDED, but a task runs ${strange.digest}`);
}

/**
 * Exception to S11: FAILED, and yet it runs. Where nothing was current before there was nothing to go back to; and where it had
 * left the stage for good and every attempt to say so was lost, the stage is sound and only the release is told to have failed.
 */
function isLeftOrStranded({ ledger }: Facts, { number }: StoredRelease, stage: string): boolean {
  const current = environmentIn(ledger, stage)?.current;
  return current === undefined || current.release === number;
}

/** What is not at rest in a stage that nobody has the lock of. */
export function halfWay({ config, ledger, world }: Facts, name: string): string[] {
  const stage = config.stages.find((s) => s.name === name);
  if (!stage || environmentIn(ledger, name)?.holder) return [];
  return targetsOf(stage).flatMap((target): string[] => {
    const now = world.ecs.serviceOf(target);
    if (now?.view.status !== 'ACTIVE' || world.ecs.touchedAt(target) > 0) return [];
    const [primary, ...others] = now.view.deployments;
    if (primary && isStranded(ledger, name, primary.taskDefinition)) return [];
    const where = `${name}/${target.name}`;
    const found: string[] = [];
    if (others.length > 0 || primary?.rolloutState !== 'COMPLETED')
      found.push(
        `${where} was left half-way: ${primary?.taskDefinition} is ${primary?.rolloutState}, ${others.length} others`,
      );
    const current = environmentIn(ledger, name)?.current?.taskDefinitions[target.name];
    if (current && primary?.taskDefinition !== current)
      found.push(`${where} runs ${primary?.taskDefinition}, but its current release is ${current}`);
    return found;
  });
}

/**
 * Exception to S12 (R02 and R04 of scenarios.md, section 7 of the design): where nothing was ever healthy there is nothing to go
 * back to, and a rollback that failed is left to a person. The stage is held and somebody is called.
 */
function isStranded(ledger: Ledger, stage: string, taskDefinition: string): boolean {
  const own = [...ledger.all()].filter(isDeployment) as unknown as DeploymentRecord[];
  const release = own.find(
    (d) => d.stage === stage && d.direction === 'forward' && d.taskDefinition === taskDefinition,
  )?.release;
  const ended = release === undefined ? undefined : releaseIn(ledger, release);
  if (ended?.state === 'ROLLBACK_FAILED') return true;
  return ended?.state === 'FAILED' && /there is nothing to roll \S+ back to/.test(ended.reason ?? '');
}
