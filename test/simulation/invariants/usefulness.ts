import type { StoredRelease } from '#core/ledger/items.ts';
import { releaseId } from '#core/release/release.ts';
import { alarmOf, targetsOf } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, isRelease, runIn } from './read-ledger.ts';

const GONE_WRONG: ReadonlySet<string> = new Set(['FAILED', 'ROLLED_BACK', 'ROLLBACK_FAILED']);

/** What a person or the world did to it, as the reason says. */
const NOT_ITS_FAULT =
  /cannot be read|was deleted|does not exist|is gone|not active|nobody decided|was edited|answered 503|stopped by somebody|cancelled by/;

/**
 * L6: a product that refuses everything breaks no promise of safety. Where nothing fails and nobody interferes, a good commit
 * does not go wrong.
 */
export function usefulness(facts: Facts): Check {
  const { sim, setup, world, config } = facts;
  const isCalm = (): boolean => Object.keys(sim.plan.injected()).length === 0 && setup.skewMs === 0 && !setup.dead;
  const isDisturbed = ({ stage = '', ...release }: StoredRelease): boolean => {
    const enteredAt = runIn(facts.ledger, releaseId(release), stage)?.enteredAt ?? sim.clock.now();
    const targets = config.stages.filter(({ name }) => name === stage).flatMap(targetsOf);
    return (
      targets.some((target) => world.ecs.touchedAt(target) > 0) ||
      world.monitoring.edits.length > 0 ||
      world.monitoring.moves.some(({ name, at, to }) => name === alarmOf(stage) && to !== 'OK' && at >= enteredAt)
    );
  };
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease)) {
        if (!after || after.state === before?.state || !GONE_WRONG.has(after.state) || !isCalm()) continue;
        if (world.repository.behaviourOf(after.sha) !== 'good' || NOT_ITS_FAULT.test(after.reason ?? '')) continue;
        if (!isDisturbed(after))
          facts.violate(
            'L6',
            `${releaseId(after)} is good and nothing was in its way, but ${after.state}: ${after.reason}`,
          );
      }
    },
  };
}
