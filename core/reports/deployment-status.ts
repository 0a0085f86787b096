import type { Environment, Run } from '../ledger/items.ts';
import type { DeploymentStatus } from '../ports/reports.ts';
import { isTerminal, type Release, type ReleaseState, releaseId } from '../release/release.ts';
import { sayState } from '../words/say-state.ts';
import { described } from './commit-status.ts';

/** A stage as it is now, with one release's time in it. */
export interface ReportedStage {
  run: Run;
  environment: Pick<Environment, 'current' | 'stage'>;
  /** The last rollback by hand that has reached the stage. */
  turn?: Release | undefined;
}

const ENDED: Partial<Record<ReleaseState, DeploymentStatus['state']>> = {
  FAILED: 'failure',
  ROLLED_BACK: 'failure',
  // Nothing was wrong with it: a person did not want it any more.
  CANCELLED: 'inactive',
};

/**
 * What a release's deployment in a stage has come to: in progress until it has left, then active for as long as the stage is the release's.
 * What was turned around failed, and the one that runs again was active all the time.
 */
export function deploymentStatus(release: Release, at: ReportedStage, url: string | undefined): DeploymentStatus {
  return { ...judged(release, at), ...(url ? { url } : {}) };
}

function judged(release: Release, at: ReportedStage): DeploymentStatus {
  const { run, environment } = at;
  const why = release.stage === environment.stage && release.reason ? release.reason : sayState(release, false).title;
  if (wasHealthy(release, at)) return ofHealthy(release, at);
  if (!isTerminal(release.state)) {
    const { title } = sayState(release, false);
    return said('in_progress', release.reason ? `${title}: ${release.reason}` : title);
  }
  return said(run.leftAt === undefined ? 'error' : (ENDED[release.state] ?? 'error'), why);
}

/** It left the stage as one leaves a stage. A rollback by hand has no bake. */
function wasHealthy({ turnsBack, state, stage }: Release, { run, environment }: ReportedStage): boolean {
  if (run.leftAt === undefined) return false;
  if (turnsBack) return state === 'SUCCEEDED';
  const isBroken = state === 'ROLLBACK_FAILED' && stage === environment.stage;
  return run.verdict?.kind === 'healthy' && run.rollback === undefined && !isBroken;
}

function ofHealthy(release: Release, at: ReportedStage): DeploymentStatus {
  const { stage } = at.environment;
  const id = releaseId(release);
  const runs = ownerOf(at);
  if (runs !== release.number)
    return said(
      'inactive',
      runs === undefined ? `${id} runs in ${stage} no more` : `${stage} runs ${release.service}#${runs}`,
    );
  const { turnsBack } = release;
  return said(
    'success',
    turnsBack ? `${id} took ${stage} back to ${release.service}#${turnsBack.goesTo.release}` : `${id} runs in ${stage}`,
  );
}

/** The release by which the stage runs what it runs: the one that is current, or the rollback by hand that made it current again. */
export function ownerOf({ environment, turn }: Omit<ReportedStage, 'run'>): number | undefined {
  const current = environment.current?.release;
  const isByHand = turn?.state === 'SUCCEEDED' && turn.turnsBack?.goesTo.release === current;
  return isByHand ? turn.number : current;
}

const said = (state: DeploymentStatus['state'], description: string): DeploymentStatus => ({
  state,
  description: described(description),
});
