import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process was started, in whatever form the system tells it; undefined when there is none. A process id is given
 * out again one day, an id together with its start time is not. Zombies count as gone.
 */
export function startTimeOf(pid: number): string | undefined {
  try {
    // proc(5): after the name in parentheses, field 3 is the state and field 22 the start time in clock ticks since boot.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${bootId()}/${fields[19]}`;
  } catch {
    return process.platform === 'linux' ? undefined : askPs(pid);
  }
}

/** Ticks since boot mean nothing after the next boot. */
const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

function askPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Kills the process and its group, if it is still the one that was recorded. Returns whether it was. */
export function killIfSame(recorded: { pid: number; startTime: string }): boolean {
  if (startTimeOf(recorded.pid) !== recorded.startTime) return false;
  killGroup(recorded.pid, 'SIGKILL');
  return true;
}

/** Signals a whole process group; that it is gone already is success. */
export const killGroup = (pid: number, signal: NodeJS.Signals): void => signalProcess(-pid, signal);

/** Signals one process, or with a negative id a group; that it is gone already is success. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
