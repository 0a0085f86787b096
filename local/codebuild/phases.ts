import type { BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import type { BuildRecord, PhaseContext } from './build-record.ts';

/** Opens a phase at `now` (epoch ms). */
export function enterPhase(build: BuildRecord, type: BuildPhaseType, now: number): BuildRecord {
  return { ...build, phases: [...build.phases, { type, startTime: now, contexts: [] }] };
}

/** Closes the phase that is open, if one is. */
export function leavePhase(build: BuildRecord, status: StatusType, now: number, context?: PhaseContext): BuildRecord {
  const open = build.phases.at(-1);
  if (!open || open.endTime !== undefined) return build;
  const contexts = [context ?? { statusCode: '', message: '' }];
  return { ...build, phases: [...build.phases.slice(0, -1), { ...open, endTime: now, status, contexts }] };
}

/** The end of a build: its open phase gets the build's own status, as on AWS, and COMPLETED follows. */
export function endBuild(build: BuildRecord, status: StatusType, now: number, context?: PhaseContext): BuildRecord {
  const closed = enterPhase(leavePhase(build, status, now, context), 'COMPLETED', now);
  return { ...closed, status, endTime: now };
}

/** A build as it stands before its first phase of work: for a new one, and for one that a crash interrupted. */
export function enqueue(build: BuildRecord, now: number): BuildRecord {
  const submitted = leavePhase(enterPhase({ ...build, phases: [] }, 'SUBMITTED', now), 'SUCCEEDED', now);
  return { ...enterPhase(submitted, 'QUEUED', now), exportedVariables: [] };
}
