import type { DeploymentRecord, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { type ReleaseState, releaseId } from '#core/release/release.ts';
import type { Ledger } from '../aws/observed-table.ts';
import { SERVICE, targetsOf } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, deploymentIn, environmentIn, isDeployment, isRelease, runIn } from './read-ledger.ts';

/** A look at a target may be slow. */
const TOUCHED_BEFORE_MS = 60_000;

/** R04, R09, S10, S11: the transaction that ends a rollback holds the stage and quarantines the commit; a failed one keeps the lock. */
export function aftermath(facts: Facts): Check {
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease))
        if (before && after && after.state !== before.state && !after.turnsBack) checkEnd(facts, before.state, after);
    },
  };
}

function checkEnd(facts: Facts, before: ReleaseState, release: StoredRelease): void {
  const { state } = release;
  if (state === 'ROLLED_BACK' && before === 'ROLLING_BACK') checkRolledBack(facts, release);
  if (state === 'ROLLED_BACK' || state === 'CANCELLED') checkProved(facts, release);
  if (state === 'FAILED' && before === 'ROLLING_BACK') checkUntouched(facts, release);
  if (state === 'ROLLBACK_FAILED') checkFailed(facts, release);
}

function checkRolledBack({ ledger, violate }: Facts, release: StoredRelease): void {
  const id = releaseId(release);
  const environment = environmentIn(ledger, release.stage ?? '');
  // Nobody found it bad: the execution that drove it was gone.
  const isSettled = ledger.get(keys.run(id, release.stage ?? ''))?.['rollback'] as { isSettling?: boolean } | undefined;
  if (isSettled?.isSettling) return;
  if (environment?.hold?.kind !== 'rollback') violate('R09', `${id} was rolled back, but ${release.stage} is not held`);
  for (const [name, own] of Object.entries(ownRevisions(ledger, id, release.stage ?? '')))
    if (environment?.current?.taskDefinitions[name] === own)
      violate('S10', `${id} was rolled back to ${own}, which is its own`);
  // The very commit that the stage went back to is not bad there: its release had been healthy before.
  if (environment?.current?.sha !== release.sha && !ledger.get(keys.quarantine(SERVICE, release.sha)))
    violate('R09', `${id} was rolled back, but its commit is not quarantined`);
}

/** Target name to the revision that the release itself deployed there. */
const ownRevisions = (ledger: Ledger, release: string, stage: string): Record<string, string> =>
  Object.fromEntries(
    ([...ledger.all()].filter(isDeployment) as unknown as DeploymentRecord[])
      .filter((d) => d.release === release && d.stage === stage && d.direction === 'forward')
      .map((d) => [d.target, d.taskDefinition]),
  );

/** Wherever it went back, all of the way back is gone; unless somebody else was there since. */
function checkProved({ config, ledger, world, violate }: Facts, release: StoredRelease): void {
  const id = releaseId(release);
  const stage = config.stages.find(({ name }) => name === release.stage);
  const since = runIn(ledger, id, release.stage ?? '')?.rollback?.at ?? 0;
  for (const target of stage ? targetsOf(stage) : []) {
    const way = deploymentIn(ledger, [id, release.stage ?? '', target.name], 'rollback');
    const primary = world.ecs.serviceOf(target)?.view.deployments[0];
    if (!way || !primary || world.ecs.touchedAt(target) >= since - TOUCHED_BEFORE_MS) continue;
    if (primary.rolloutState !== 'COMPLETED')
      violate(
        'S11',
        `${id} is ${release.state}, but on ${target.name} ${primary.taskDefinition} is ${primary.rolloutState}`,
      );
  }
}

/** It says that nothing is left of it: then nothing was asked of ECS, or the stage is held for a person. */
function checkUntouched({ ledger, violate }: Facts, release: StoredRelease): void {
  const id = releaseId(release);
  const asked = ([...ledger.all()].filter(isDeployment) as unknown as DeploymentRecord[]).find(
    (d) => d.release === id && d.stage === release.stage && d.direction === 'forward' && d.requestedAt !== undefined,
  );
  const isHeld = environmentIn(ledger, release.stage ?? '')?.hold?.release === release.number;
  if (asked && !isHeld) violate('R04', `${id} is FAILED, was deployed to ${asked.target}, and nobody is to look at it`);
}

function checkFailed({ ledger, violate }: Facts, release: StoredRelease): void {
  const environment = environmentIn(ledger, release.stage ?? '');
  const { hold, holder } = environment ?? {};
  const isHeld =
    hold?.kind === 'irreversible' || (hold?.kind === 'rollback-failed' && holder?.release === release.number);
  // Whoever had lost the lock before leaves the stage to its new holder.
  const isElsewhere = holder !== undefined && holder.release !== release.number;
  if (!isHeld && !isElsewhere)
    violate('R04', `${releaseId(release)} could not be rolled back, but ${release.stage} is not kept locked and held`);
}
