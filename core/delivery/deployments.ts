import type { DeploymentRecord, Run } from '../ledger/items.ts';
import { isTerminal, type Release } from '../release/release.ts';

/** What the ledger has of a release and its time in one stage: the last one, where delivery is measured. */
export interface Passage {
  release: Pick<Release, 'number' | 'state' | 'acceptedAt' | 'endedAt' | 'turnsBack'>;
  /** Absent: it never reached the stage. */
  run?: Pick<Run, 'verdict' | 'rollback' | 'leftAt'>;
  /** What was asked of ECS there, in both directions. */
  changes: Pick<DeploymentRecord, 'direction' | 'intentAt' | 'requestedAt'>[];
}

/** One release that went forward in the stage, and what became of it. All times are epoch ms. */
export interface Deployment {
  release: number;
  acceptedAt: number;
  deployedAt: number;
  /** When it was found healthy there and left the stage. */
  healthyAt?: number;
  /** When it was first known that it had to go: its unhealthy verdict, its turning around, or the order to roll it back. */
  failedAt?: number;
  /** When the stage was first known to be good again after that. Absent: not yet, or nobody has seen it. */
  restoredAt?: number;
}

/** The deployments to a stage, in any order of what is given. A rollback by hand is none, but says what it found wrong and when that was over. */
export function deploymentsTo(stage: string, passages: readonly Passage[]): Deployment[] {
  const turns = passages.flatMap(({ release: { turnsBack, ...rest } }) =>
    turnsBack?.stage === stage ? [{ ...rest, turnsBack }] : [],
  );
  const forward = passages.flatMap((passage) => {
    const deployed = deployedAt(passage);
    return deployed === undefined ? [] : [{ passage, deployed, healthy: healthyAt(passage) }];
  });
  return forward.map(({ passage, deployed, healthy }) => {
    const { number, acceptedAt } = passage.release;
    const failed = failedAt(passage, turns);
    const good = [
      provedBackAt(passage),
      ...turns.map((turn) => (turn.state === 'SUCCEEDED' ? turn.endedAt : undefined)),
      ...forward.map((other) => (other.passage.release.number > number ? other.healthy : undefined)),
    ];
    const restored = failed === undefined ? undefined : earliest(good.filter((at) => at !== undefined && at >= failed));
    return {
      release: number,
      acceptedAt,
      deployedAt: deployed,
      ...(healthy === undefined ? {} : { healthyAt: healthy }),
      ...(failed === undefined ? {} : { failedAt: failed }),
      ...(restored === undefined ? {} : { restoredAt: restored }),
    };
  });
}

/**
 * When ECS took the release, first of all targets. Undefined: it never touched the stage, so it was no deployment. Where the answer of ECS was
 * lost, that it was healthy or had to be taken back shows that it was taken, and the intent says about when.
 */
export function deployedAt(passage: Passage): number | undefined {
  if (passage.release.turnsBack) return undefined;
  const forward = passage.changes.filter(({ direction }) => direction === 'forward');
  const taken = earliest(forward.map(({ requestedAt }) => requestedAt));
  if (taken !== undefined) return taken;
  const wasThere = passage.changes.length > forward.length || healthyAt(passage) !== undefined;
  return wasThere ? earliest(forward.map(({ intentAt }) => intentAt)) : undefined;
}

const healthyAt = ({ run }: Passage): number | undefined =>
  run?.verdict?.kind === 'healthy' && !run.rollback ? run.leftAt : undefined;

type Turn = Passage['release'] & Required<Pick<Release, 'turnsBack'>>;

/** Undefined: nothing is known to be wrong with it; that it is not healthy yet is no failure. */
function failedAt(passage: Passage, turns: readonly Turn[]): number | undefined {
  const { release, run } = passage;
  const ordered = turns
    .filter((turn) => turn.turnsBack.from?.release === release.number && tookTheStage(turn))
    .map(({ acceptedAt }) => acceptedAt);
  const seen = [run?.verdict?.kind === 'unhealthy' ? run.verdict.at : undefined, run?.rollback?.at, ...ordered];
  const endedBadly =
    healthyAt(passage) === undefined && isTerminal(release.state) && release.state !== 'SUCCEEDED'
      ? release.endedAt
      : undefined;
  return earliest(seen) ?? endedBadly;
}

/** A rollback by hand that was superseded, cancelled or refused before it had the stage has found nothing wrong. */
const tookTheStage = ({ state }: Turn): boolean =>
  ['DEPLOYING', 'ROLLING_BACK', 'SUCCEEDED', 'ROLLBACK_FAILED'].includes(state);

const provedBackAt = ({ release, run }: Passage): number | undefined =>
  run?.rollback && (release.state === 'ROLLED_BACK' || release.state === 'CANCELLED') ? release.endedAt : undefined;

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((at) => at !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
