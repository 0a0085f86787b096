import { mkdirSync, rmSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import type { Clock } from '#local/time/clock.ts';
import { buildEnvironment } from './build-environment.ts';
import { type BuildLog, openBuildLog } from './build-log.ts';
import type { BuildProcess, BuildRecord, PhaseContext } from './build-record.ts';
import { type Buildspec, type BuildspecResult, type CommandPhaseName, readBuildspec } from './buildspec.ts';
import { checkout } from './checkout.ts';
import { endBuild, enterPhase, leavePhase } from './phases.ts';
import { processStartTime } from './process-start-time.ts';
import { runCommands } from './run-commands.ts';
import { openShellSession, type ShellSession } from './shell-session.ts';
import { sourceDirectory } from './source-directory.ts';

export interface BuildRun {
  build: BuildRecord;
  /** A folder of this attempt's own; gone when the run is over. */
  directory: string;
  logFile: string;
  standIns: string;
  endpointUrl: string;
  clock: Clock;
  /** Aborted when the build was stopped, timed out or the machine closes. */
  signal: AbortSignal;
  /** Stores a change; undefined when the build has ended meanwhile. */
  change(apply: (build: BuildRecord) => BuildRecord): BuildRecord | undefined;
  /** Remembers a process group, durably, before it runs anything of the build. */
  addProcess(process: BuildProcess): void;
}

/** Drives one build from the queue to its end. Resolves when nothing of it runs any more. */
export async function runBuild(run: BuildRun): Promise<void> {
  mkdirSync(join(run.directory, 'home'), { recursive: true });
  const log = openBuildLog(run.logFile, run.clock);
  try {
    pass(run, 'PROVISIONING');
    const buildspec = await downloadSource(run, log);
    if (buildspec && !run.signal.aborted) await runPhases(run, buildspec, log);
  } catch (error) {
    if (!run.signal.aborted) fault(run, log, error as Error);
  } finally {
    log.close();
    rmSync(run.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

const enter = (run: BuildRun, phase: BuildPhaseType) =>
  run.change((build) => {
    const now = run.clock.now();
    return enterPhase(leavePhase(build, 'SUCCEEDED', now), phase, now);
  });

const leave = (run: BuildRun, status: StatusType, context?: PhaseContext) =>
  run.change((build) => leavePhase(build, status, run.clock.now(), context));

const end = (run: BuildRun, status: StatusType, context?: PhaseContext) =>
  run.change((build) => endBuild(build, status, run.clock.now(), context));

function pass(run: BuildRun, phase: BuildPhaseType): void {
  enter(run, phase);
  leave(run, 'SUCCEEDED');
}

function fault(run: BuildRun, log: BuildLog, error: Error): void {
  log.line(`The build machine failed: ${error.stack}`);
  end(run, 'FAULT', { statusCode: 'INTERNAL_SERVICE_ERROR', message: error.message });
}

async function downloadSource(run: BuildRun, log: BuildLog): Promise<Buildspec | undefined> {
  enter(run, 'DOWNLOAD_SOURCE');
  const failed = (context: PhaseContext): undefined => {
    log.line(`Phase complete: DOWNLOAD_SOURCE State: FAILED`);
    log.line(`Phase context status code: ${context.statusCode} Message: ${context.message}`);
    end(run, 'FAILED', context);
  };
  const { source } = run.build.project;
  if (source.type === 'NO_SOURCE') mkdirSync(join(run.directory, 'src'));
  else {
    const got = await checkout(sourceDirectory(source.location), sourceOf(run), run.build.sourceVersion, run.signal);
    if (!got.ok) return failed({ statusCode: 'CLIENT_ERROR', message: got.message });
    run.change((build) => ({ ...build, resolvedSourceVersion: got.resolved }));
    log.line(`Checked out ${got.resolved}`);
  }
  const read = await loadBuildspec(sourceOf(run), source.buildspec);
  if (!read.ok) return failed({ statusCode: 'YAML_FILE_ERROR', message: read.message });
  leave(run, 'SUCCEEDED');
  return read.buildspec;
}

const sourceOf = (run: BuildRun): string => join(run.directory, 'src');

/** Text with more than one line is the buildspec itself, anything else its path in the checkout. */
async function loadBuildspec(source: string, buildspec = 'buildspec.yml'): Promise<BuildspecResult> {
  if (buildspec.includes('\n')) return readBuildspec(buildspec);
  try {
    const file = await realpath(resolve(source, buildspec));
    if (relative(await realpath(source), file).startsWith('..')) throw new Error('outside the checkout');
    return readBuildspec(await readFile(file, 'utf8'));
  } catch {
    return { ok: false, message: `stat ${buildspec}: no such file in the checkout` };
  }
}

async function runPhases(run: BuildRun, buildspec: Buildspec, log: BuildLog): Promise<void> {
  const session = openSession(run, buildspec, log);
  const kill = (): void => session.kill();
  run.signal.addEventListener('abort', kill);
  try {
    const failed = await runEachPhase(run, buildspec, session, log);
    if (run.signal.aborted) return;
    await exportVariables(run, buildspec, session);
    for (const phase of ['UPLOAD_ARTIFACTS', 'FINALIZING'] as const) pass(run, phase);
    if (!run.signal.aborted) end(run, failed ? 'FAILED' : 'SUCCEEDED');
  } finally {
    run.signal.removeEventListener('abort', kill);
    session.kill();
  }
}

/**
 * Returns whether a phase failed. After a failed phase AWS goes on only from BUILD to POST_BUILD, unless `on-failure`
 * says otherwise; a phase that failed makes the build FAILED, also with CONTINUE.
 */
async function runEachPhase(
  run: BuildRun,
  buildspec: Buildspec,
  session: ShellSession,
  log: BuildLog,
): Promise<boolean> {
  let failed = false;
  for (const phase of buildspec.phases) {
    enter(run, PHASE_TYPES[phase.name]);
    log.line(`Entering phase ${PHASE_TYPES[phase.name]}`);
    const failure = await runCommands(phase, session, log);
    if (run.signal.aborted) return true;
    leave(run, failure ? 'FAILED' : 'SUCCEEDED', failure);
    log.line(`Phase complete: ${PHASE_TYPES[phase.name]} State: ${failure ? 'FAILED' : 'SUCCEEDED'}`);
    if (!failure) continue;
    failed = true;
    log.line(`Phase context status code: ${failure.statusCode} Message: ${failure.message}`);
    if ((phase.onFailure ?? (phase.name === 'build' ? 'CONTINUE' : 'ABORT')) === 'ABORT') break;
    await session.run('export CODEBUILD_BUILD_SUCCEEDING=0');
  }
  return failed;
}

const PHASE_TYPES = {
  install: 'INSTALL',
  pre_build: 'PRE_BUILD',
  build: 'BUILD',
  post_build: 'POST_BUILD',
} as const satisfies Record<CommandPhaseName, BuildPhaseType>;

async function exportVariables(run: BuildRun, buildspec: Buildspec, session: ShellSession): Promise<void> {
  if (buildspec.exportedVariables.length === 0) return;
  const environment = await session.environment();
  const exportedVariables = buildspec.exportedVariables.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [{ name, value }];
  });
  run.change((build) => ({ ...build, exportedVariables }));
}

function openSession(run: BuildRun, buildspec: Buildspec, log: BuildLog): ShellSession {
  const build = run.change((now) => now) ?? run.build;
  const place = {
    home: join(run.directory, 'home'),
    source: sourceOf(run),
    standIns: run.standIns,
    endpointUrl: run.endpointUrl,
  };
  return openShellSession({
    shell: buildspec.shell,
    directory: sourceOf(run),
    environment: buildEnvironment(build, place, buildspec.variables),
    stateDirectory: join(run.directory, 'shell'),
    log: log.descriptor,
    onGroup: (group) => run.addProcess({ group, startTime: processStartTime(group) }),
  });
}
