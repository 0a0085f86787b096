import type { StoredRelease } from '#core/ledger/items.ts';
import { releaseId } from '#core/release/release.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isRelease } from './read-ledger.ts';

const AT_ONCE_MS = 5_000;
/** The widest gap between two looks at a wait of this length, and what a call of a look may take. */
const A_LOOK_MS = 6 * 60_000;

/** S6, L3, L6: nothing is built whose checks are not green; and nothing whose checks are green goes on waiting for them. */
export function requiredChecks(facts: Facts): Check {
  const { sim, setup, world, violate, measure } = facts;
  const isCalm = (): boolean => Object.keys(sim.plan.injected()).length === 0 && setup.skewMs === 0 && !setup.dead;

  const leave = (release: StoredRelease, since: number): void => {
    const id = releaseId(release);
    const green = world.ci.greenSince(release.sha);
    const isBuilt = release.state === 'BUILDING' || release.state === 'PREPARING';
    if (isBuilt && green === undefined) violate('S6', `${id} is ${release.state}, and its checks are not green`);
    if (green === undefined || !isCalm() || world.ci.wasAway()) return;
    const late = sim.clock.now() - Math.max(green, since);
    if (isBuilt) measure('L3 from green checks to the build (s)', late / 1_000);
    if (isBuilt && late > AT_ONCE_MS)
      violate('L3', `${id} goes on ${Math.round(late / 1_000)} s after its checks are green`);
    if (release.state === 'EXPIRED' && late > A_LOOK_MS) violate('L6', `${id} expires, and its checks are green`);
  };

  const began = new Map<string, number>();
  const check = ({ before, after }: Changed<StoredRelease>): void => {
    if (!after || after.turnsBack || after.state === before?.state) return;
    const id = releaseId(after);
    if (after.state === 'CHECKING') began.set(id, sim.clock.now());
    const isBuilt = after.state === 'BUILDING' || after.state === 'PREPARING';
    if (setup.checks && isBuilt && before?.state !== 'CHECKING')
      violate('S6', `${id} is ${after.state}, and nobody has looked at its checks`);
    if (before?.state === 'CHECKING') leave(after, began.get(id) ?? sim.clock.now());
  };
  return {
    onCommit(changes) {
      for (const change of changesOf<StoredRelease>(changes, isRelease)) check(change);
    },
  };
}
