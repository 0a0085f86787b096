import type { ServiceConfig } from '../config/schema.ts';
import type { Run } from '../ledger/items.ts';
import { type Release, releaseId } from '../release/release.ts';
import { judgeEmergency } from './judge-emergency.ts';
import type { Offer } from './offers.ts';

export interface EmergencyFacts {
  release: Release;
  /** Of the stage where it is; undefined before it has reached one. */
  run: Run | undefined;
  config: Pick<ServiceConfig, 'may' | 'emergencyNeeds'>;
  now: number;
}

/** Letting a release pass as an emergency, where that would let it pass something: it bakes, or a window or approvals keep it out. */
export function emergencyOffer({ release, run, config, now }: EmergencyFacts): Offer | undefined {
  const judged = judgeEmergency({ release, config, by: 'somebody', reason: 'pressed', now });
  if (judged.refused !== undefined || !wouldPass(release, run)) return undefined;
  const { isInForce } = judged.effect.emergency;
  const id = releaseId(release);
  return {
    command: { kind: 'emergency', release: id },
    seen: { digest: release.digest, stage: release.stage },
    style: 'danger',
    label: 'Emergency',
    confirm: {
      title: `Let ${id} pass as an emergency?`,
      text: `Lets ${id} pass windows, approvals and bakes in every stage from here on, and calls somebody. Its health and digest are still asked for.${isInForce ? '' : ' It is in force when a second person asks for it, too.'}`,
      yes: 'Let it pass',
    },
  };
}

function wouldPass({ state }: Release, run: Run | undefined): boolean {
  if (state === 'BAKING') return true;
  const kept = (run?.blockers ?? []).some(({ kind }) => kind === 'window' || kind === 'approval');
  return state === 'WAITING' && run?.enteredAt === undefined && kept;
}
