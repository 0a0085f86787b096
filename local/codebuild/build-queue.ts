import { rmSync } from 'node:fs';
import type { StatusType } from '@aws-sdk/client-codebuild';
import type { Clock } from '#local/time/clock.ts';
import type { BuildRecord, PhaseContext } from './build-record.ts';
import type { BuildStore } from './build-store.ts';
import { killLeftovers } from './leftover-processes.ts';
import { endBuild, enqueue } from './phases.ts';

export interface BuildQueueOptions {
  builds: BuildStore;
  clock: Clock;
  /** How many builds run at the same time. */
  concurrency: number;
  /** Where attempts have their folders. */
  workDirectory: string;
  /** Runs one attempt to its end. Does not reject. */
  run(build: BuildRecord, signal: AbortSignal): Promise<void>;
  /** Called after every committed change of a build. */
  changed(id: string): void;
}

export interface BuildQueue {
  /** Ends what a crash left running, puts it back in the queue, and begins to work. */
  start(): void;
  /** Runs what waits, oldest first, as far as there is room. */
  pump(): void;
  /** Ends a build with this status, whether it waits or runs; nothing happens when it has ended already. */
  end(id: string, status: StatusType, context?: PhaseContext): void;
  /** Kills what runs, leaving it in the queue for the next start. Resolves when nothing runs any more. */
  close(): Promise<void>;
}

const MOST_ATTEMPTS = 3;

export function buildQueue(options: BuildQueueOptions): BuildQueue {
  const { builds, clock, changed } = options;
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let open = false;

  const change = (id: string, apply: (build: BuildRecord) => BuildRecord): BuildRecord | undefined => {
    const after = builds.change(id, apply);
    if (after) changed(id);
    return after;
  };

  const end = (id: string, status: StatusType, context?: PhaseContext): void => {
    change(id, (build) => endBuild(build, status, clock.now(), context));
    running.get(id)?.abort.abort();
  };

  const launch = (id: string): void => {
    const build = change(id, (now) => ({ ...now, attempt: now.attempt + 1 }));
    if (!build) return;
    const abort = new AbortController();
    const minutes = build.project.timeoutInMinutes;
    const disarm = clock.at(clock.now() + minutes * 60_000, () => end(id, 'TIMED_OUT', timedOut(minutes)));
    const done = options.run(build, abort.signal).finally(() => {
      disarm();
      // A container would end with its build: so does what got away from the build's process group.
      endProcesses(id);
      running.delete(id);
      pump();
    });
    running.set(id, { abort, done });
  };

  const endProcesses = (id: string): void => {
    const processes = builds.leftoverProcesses().get(id);
    if (!processes) return;
    killLeftovers(id, processes);
    builds.forgetProcesses(id);
  };

  const pump = (): void => {
    if (!open) return;
    const waiting = builds.unfinished().filter((build) => !running.has(build.id));
    for (const build of waiting.slice(0, options.concurrency - running.size)) launch(build.id);
  };

  const recover = (build: BuildRecord): void => {
    if (build.phases.at(-1)?.type === 'QUEUED') return;
    if (build.attempt >= MOST_ATTEMPTS) end(build.id, 'FAULT', INTERRUPTED);
    else change(build.id, (now) => enqueue(now, clock.now()));
  };

  return {
    start() {
      for (const id of builds.leftoverProcesses().keys()) endProcesses(id);
      for (const build of builds.unfinished()) recover(build);
      // A git of the crashed machine may still be writing: try for a while.
      rmSync(options.workDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      open = true;
      pump();
    },
    pump,
    end,
    async close() {
      open = false;
      for (const [id, { abort }] of running) {
        // The machine is switched off, the build is not to blame: this attempt does not count.
        change(id, (build) => ({ ...build, attempt: build.attempt - 1 }));
        abort.abort();
      }
      await Promise.all([...running.values()].map((run) => run.done));
    },
  };
}

const timedOut = (minutes: number): PhaseContext => ({
  statusCode: 'BUILD_TIMED_OUT',
  message: `Build has timed out. It ran longer than ${minutes} minutes.`,
});

const INTERRUPTED: PhaseContext = {
  statusCode: 'INTERNAL_SERVICE_ERROR',
  message: `The build was interrupted ${MOST_ATTEMPTS} times and is not begun again.`,
};
