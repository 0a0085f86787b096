import type { Run, StoredRelease } from '#core/ledger/items.ts';
import { parseReleaseId, releaseId } from '#core/release/release.ts';
import { REPOSITORY, targetsOf } from '../story/service-config.ts';
import type { Behaviour } from '../story/story.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isRelease, isRun, releaseIn } from './read-ledger.ts';

/** Of these nothing can be deployed. */
const UNBUILT: readonly Behaviour[] = ['build fails', 'exports nothing', 'image is missing'];
/** These never run. */
const UNSTARTED: readonly Behaviour[] = ['never starts', 'hangs'];

/** They ask whether a commit is still on its branch. */
const ASKING = ['prepare-release', 'await-checks'];

/** S5, S6, S7, S8: the world knows what each commit is worth, and none gets further than that. */
export function commits(facts: Facts): Check {
  const { sim, world, setup, config, ledger, violate } = facts;
  const behaviourOf = ({ sha }: StoredRelease): Behaviour => world.repository.behaviourOf(sha);

  const checkRelease = ({ before, after }: Changed<StoredRelease>): void => {
    if (!after || after.turnsBack) return;
    const id = releaseId(after);
    if (
      (before?.state === 'ACCEPTED' || before?.state === 'CHECKING') &&
      (after.state === 'BUILDING' || after.state === 'PREPARING')
    )
      void checkStanding(id, after.sha).catch(() => undefined);
    if (after.digest !== before?.digest && after.digest !== world.repository.digestOf(after.sha))
      violate('S7', `${id} has the image of another commit`);
    if (after.state === 'DEPLOYING' && before?.state !== 'DEPLOYING' && UNBUILT.includes(behaviourOf(after)))
      violate('S7', `${id} is deployed, though it was never built: ${behaviourOf(after)}`);
  };

  /** Where nothing of its own was late, what the repository says now is what it said when it was asked. */
  const checkStanding = async (id: string, sha: string): Promise<void> => {
    const isLate = Object.keys(sim.plan.injected()).some((place) =>
      ASKING.some((name) => place.includes(`${name} ${id} `)),
    );
    const standing = await world.repository.sourceHost.isOnBranch(REPOSITORY, config.branch, sha);
    if (standing === 'gone' && !isLate)
      violate('S5', `${id} is built, though its commit is gone from ${config.branch}`);
  };

  const checkLeft = (run: Run): void => {
    const release = releaseIn(ledger, run.release);
    if (!release || release.turnsBack) return;
    const behaviour = behaviourOf(release);
    const about = `${run.release} is healthy in ${run.stage}, though its commit`;
    if (isTouched(facts, run)) return;
    if (UNSTARTED.includes(behaviour)) violate('S8', `${about} ${behaviour}`);
    if (behaviour === 'tests fail' && setup.verify !== 'none') violate('S6', `${about} lets the tests fail`);
    if (behaviour === 'no traffic' && setup.evidence && !run.accepted && !run.isEmergency)
      violate('S8', `${about} had no visitor`);
  };

  return {
    onCommit(changes) {
      for (const change of changesOf<StoredRelease>(changes, isRelease)) checkRelease(change);
      for (const { before, after } of changesOf<Run>(changes, isRun))
        if (
          after?.leftAt !== undefined &&
          before?.leftAt === undefined &&
          !after.rollback &&
          parseReleaseId(after.release)
        )
          checkLeft(after);
    },
  };
}

/** Somebody else was at the stage meanwhile: then what was seen there need not be the commit's. */
const isTouched = ({ world, config }: Facts, { stage, enteredAt = 0 }: Run): boolean =>
  config.stages
    .filter(({ name }) => name === stage)
    .flatMap(targetsOf)
    .some((target) => world.ecs.touchedAt(target) >= enteredAt - 60_000);
