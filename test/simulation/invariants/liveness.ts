import type { StoredRelease } from '#core/ledger/items.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, environmentIn, isRelease, releasesIn } from './read-ledger.ts';

/** L1, L2, L3, L5, L6, S2 of builds: after the healing everything has an end, and nothing is locked. */
export function liveness(facts: Facts): Check {
  const { sim, config, violate, measure } = facts;
  const turned = new Map<string, number>();
  const longestRollback = Math.max(...config.stages.map((s) => s.rollbackWithin)) + 30 * 60_000;
  const moved = (release: StoredRelease): void => {
    const id = releaseId(release);
    const now = sim.clock.now();
    if (release.state === 'ROLLING_BACK') turned.set(id, now);
    if (!isTerminal(release.state)) return;
    measure('L1 from an accepted push to its end (h)', (now - release.acceptedAt) / 3_600_000);
    const tookMs = now - (turned.get(id) ?? now);
    measure('L5 the way back (min)', tookMs / 60_000);
    if (tookMs > longestRollback) violate('L5', `the way back of ${id} took ${Math.round(tookMs / 60_000)} min`);
  };
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease))
        if (after && after.state !== before?.state) moved(after);
    },
    atEnd() {
      for (const release of releasesIn(facts.ledger))
        if (!isTerminal(release.state))
          violate('L1', `${releaseId(release)} never ended: ${release.state}, ${release.reason}`);
      for (const { name } of config.stages) checkLock(facts, name);
      for (const [name, status] of facts.executions)
        if (status === 'RUNNING') violate('L3', `the execution ${name} never ended`);
      checkBuilds(facts);
    },
  };
}

function checkLock({ ledger, violate }: Facts, stage: string): void {
  const environment = environmentIn(ledger, stage);
  if (environment?.holder && environment.hold?.kind !== 'rollback-failed')
    violate('L2', `${stage} stays locked by #${environment.holder.release}`);
}

function checkBuilds({ world, violate }: Facts): void {
  const builds = world.builds.ran.map(({ project, release }) => `${project} ${release}`);
  const twice = builds.find((b, i) => builds.indexOf(b) !== i);
  if (twice) violate('S2', `${twice} was built twice`);
}
