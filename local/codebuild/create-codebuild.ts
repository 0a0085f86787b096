import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as codebuild from '@aws-sdk/client-codebuild';
import type { Emit } from '#local/eventbridge/aws-event.ts';
import type { HttpService } from '#local/http/http-service.ts';
import { jsonService } from '#local/http/json-service.ts';
import { openDatabase } from '#local/storage/database.ts';
import type { Clock } from '#local/time/clock.ts';
import { buildOperations } from './build-operations.ts';
import { buildQueue } from './build-queue.ts';
import type { BuildRecord } from './build-record.ts';
import { BUILD_TABLES, buildStore } from './build-store.ts';
import { describeBuild } from './describe-build.ts';
import { projectOperations } from './project-operations.ts';
import { PROJECT_TABLE, projectStore } from './project-store.ts';
import { runBuild } from './run-build.ts';
import { installStandIns } from './stand-ins/install-stand-ins.ts';

export interface CodeBuildOptions {
  /** Folder of its own for state, logs and checkouts. */
  dir: string;
  clock: Clock;
  emit: Emit;
  /** Where the local AWS listens: what builds get as AWS_ENDPOINT_URL, and where logs can be read. */
  endpointUrl: () => string;
  /** Builds at the same time; default 2. */
  concurrency?: number;
}

export interface CodeBuild {
  service: HttpService;
  /** Picks up what a crash left and begins to run what is queued. */
  start(): void;
  /** Kills running builds (they begin anew at the next start) and closes the state. */
  close(): Promise<void>;
  startBuild(input: codebuild.StartBuildInput): codebuild.Build;
  batchGetBuild(id: string): codebuild.Build | undefined;
  /** Throws ResourceNotFoundException. A build that has ended stays as it is. */
  stopBuild(id: string): codebuild.Build;
  /** Calls `listener` after every stored change of a build. Returns a function that ends it. */
  onChange(listener: (buildId: string) => void): () => void;
}

/** CodeBuild on one machine: real builds of real commits, in a shell instead of a container. */
export function createCodeBuild(options: CodeBuildOptions): CodeBuild {
  const { dir, clock, emit, endpointUrl } = options;
  const database = openDatabase(join(dir, 'codebuild.db'), PROJECT_TABLE + BUILD_TABLES);
  const projects = projectStore(database);
  const builds = buildStore(database);
  const standIns = installStandIns(join(dir, 'stand-ins'));
  const listeners = new Set<(id: string) => void>();
  const workDirectory = join(dir, 'work');
  const logFile = (id: string): string => join(dir, 'logs', `${id}.log`);
  const changed = (id: string): void => {
    builds.drainEvents(emit);
    for (const listener of listeners) listener(id);
  };
  const describe = (build: BuildRecord) => describeBuild(build, `${endpointUrl()}${LOGS}${build.id}`);

  const run = (build: BuildRecord, signal: AbortSignal): Promise<void> =>
    runBuild({
      build,
      directory: join(workDirectory, randomUUID()),
      logFile: logFile(build.id),
      standIns,
      endpointUrl: endpointUrl(),
      clock,
      signal,
      change: (apply) => {
        const after = builds.change(build.id, apply);
        if (after) changed(build.id);
        return after;
      },
      addProcess: (started) => builds.addProcess(build.id, started),
    }).catch((error) => console.error(`CodeBuild could not clean up after ${build.id}:`, error));

  const queue = buildQueue({ builds, clock, concurrency: options.concurrency ?? 2, workDirectory, run, changed });
  const operations = buildOperations({ projects, builds, queue, clock, describe, changed });
  const api = jsonService({
    name: 'codebuild',
    target: 'CodeBuild_20161006',
    sdk: codebuild,
    operations: { ...projectOperations(projects, clock), ...operations },
  });

  return {
    service: {
      name: 'codebuild',
      matches: (request) => isLog(request) || api.matches(request),
      handle: (request, response) =>
        isLog(request) ? sendLog(request, response, logFile) : api.handle(request, response),
    },
    start() {
      builds.drainEvents(emit);
      queue.start();
    },
    async close() {
      await queue.close();
      database.close();
    },
    startBuild: (input) => operations.StartBuild(input).build,
    batchGetBuild: (id) => operations.BatchGetBuilds({ ids: [id] }).builds[0],
    stopBuild: (id) => operations.StopBuild({ id }).build,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const LOGS = '/codebuild/logs/';

const isLog = (request: IncomingMessage): boolean => request.method === 'GET' && !!request.url?.startsWith(LOGS);

/** The log as far as it is written; an id can only be one that CodeBuild gives out, so no path leads elsewhere. */
async function sendLog(
  request: IncomingMessage,
  response: ServerResponse,
  logFile: (id: string) => string,
): Promise<void> {
  const id = /^\/codebuild\/logs\/([A-Za-z0-9_-]+(?::|%3A)[0-9a-f-]{36})$/.exec(request.url ?? '')?.[1];
  const file = id && logFile(id.replace('%3A', ':'));
  if (!(file && existsSync(file))) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such log (yet).\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  await pipeline(createReadStream(file), response);
}
