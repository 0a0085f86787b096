import type { SettlePorts } from './settle-release.ts';
import { type ReleaseSweep, sweepReleases } from './sweep-releases.ts';
import { type StageFinding, type SweepStagesPorts, sweepStages } from './sweep-stages.ts';

export interface Sweep {
  /** Absent: the sweep over the stages broke off. */
  stages?: Record<string, StageFinding>;
  /** Absent: the sweep over the releases broke off. */
  releases?: ReleaseSweep;
  /** Everything that went wrong: none, and the sweep went well from beginning to end. */
  failures: Error[];
}

/** One sweep over all stages and all releases. Never rejects: each half is done whatever becomes of the other. */
export async function sweep(ports: SettlePorts & SweepStagesPorts): Promise<Sweep> {
  const [stages, releases] = await Promise.allSettled([sweepStages(ports), sweepReleases(ports)]);
  const brokeOff = [stages, releases].flatMap((half) => (half.status === 'rejected' ? [half.reason as Error] : []));
  return {
    ...(stages.status === 'fulfilled' ? { stages: stages.value } : {}),
    ...(releases.status === 'fulfilled' ? { releases: releases.value } : {}),
    failures: [...brokeOff, ...(releases.status === 'fulfilled' ? releases.value.failures : [])],
  };
}
