import { readdirSync, readFileSync } from 'node:fs';
import type { BuildProcess } from './build-record.ts';
import { processStartTime } from './process-start-time.ts';

/** Kills what is left of a build that is over, or whose keeper died: its process groups, and on Linux whatever still carries its id. */
export function killLeftovers(buildId: string, processes: BuildProcess[]): void {
  for (const { group, startTime } of processes) {
    if (startTime !== undefined && processStartTime(group) === startTime) killGroup(group);
  }
  for (const pid of processesOf(buildId)) kill(pid);
}

export const killGroup = (group: number): void => kill(-group);

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A group whose leader is gone cannot be told by its start time; the build's id in the environment can. */
function processesOf(buildId: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => pid !== process.pid && carries(pid, `CODEBUILD_BUILD_ID=${buildId}`));
}

function carries(pid: number, setting: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(setting);
  } catch {
    return false;
  }
}
