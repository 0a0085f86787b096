import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Clock } from '#local/time/clock.ts';
import { exited, runtimeError, timedOut, toFunctionError } from './function-error.ts';
import type { FunctionError, FunctionRecord, Outcome } from './function-record.ts';
import type { InstanceMessage, Invocation } from './instance-protocol.ts';

/** One worker thread of one function: takes one invocation at a time. */
export interface Instance {
  record: FunctionRecord;
  /** Resolves when the bundle is loaded, with the error when it cannot be. */
  ready: Promise<FunctionError | undefined>;
  isAlive(): boolean;
  /** Runs one invocation. Never rejects; afterwards the instance may be dead. */
  invoke(requestId: string, payload: string): Promise<Outcome>;
  stop(): Promise<void>;
}

export interface InstanceOptions {
  record: FunctionRecord;
  /** What the thread runs: `writeInstanceProgram`. */
  program: URL;
  env: Record<string, string>;
  clock: Clock;
  onLine(line: string): void;
}

interface State {
  options: InstanceOptions;
  worker: Worker;
  ready: PromiseWithResolvers<FunctionError | undefined>;
  alive: boolean;
  running: { requestId: string; finish(outcome: Outcome): void } | undefined;
  crash: FunctionError | undefined;
}

/** On AWS, too, loading the bundle may take ten seconds at most. */
const INIT_MS = 10_000;

/** An invocation leaves little behind: a larger nursery would only be filled before it is swept, in every thread. */
const YOUNG_MB = 4;

/** Starts a thread that sees nothing of this process: not its environment, not its arguments. */
export function startInstance(options: InstanceOptions): Instance {
  const { record, clock } = options;
  const state: State = {
    options,
    worker: startWorker(options),
    ready: Promise.withResolvers(),
    alive: true,
    running: undefined,
    crash: undefined,
  };
  listen(state);
  const cancelInit = clock.at(clock.now() + INIT_MS, () => {
    state.ready.resolve(runtimeError('Sandbox.Timedout', 'Error: Init timed out after 10.00 seconds'));
    void stop(state);
  });
  void state.ready.promise.then(cancelInit);
  return {
    record,
    ready: state.ready.promise,
    isAlive: () => state.alive,
    invoke: (requestId, payload) => invoke(state, requestId, payload),
    stop: () => stop(state),
  };
}

function startWorker({ record, program, env, onLine }: InstanceOptions): Worker {
  const worker = new Worker(program, {
    name: record.name,
    env,
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    workerData: { codePath: record.codePath, handler: record.handler },
    resourceLimits: { maxOldGenerationSizeMb: record.memorySize, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on('line', onLine);
  return worker;
}

function listen(state: State): void {
  const requestId = (): string => state.running?.requestId ?? '';
  state.worker.on('message', (message: InstanceMessage) => {
    if (message.type === 'ready') state.ready.resolve(undefined);
    else if (message.type === 'init-failed') state.ready.resolve(message.error);
    else
      state.running?.finish(message.type === 'done' ? { payload: message.payload } : { functionError: message.error });
  });
  state.worker.on('error', (error: NodeJS.ErrnoException) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    state.crash = isMemory ? exited(requestId(), 'signal: killed') : toFunctionError(error);
  });
  state.worker.on('exit', (code) => {
    state.alive = false;
    const functionError = state.crash ?? exited(requestId(), `exit status ${code}`);
    state.ready.resolve(functionError);
    state.running?.finish({ functionError });
  });
}

async function stop(state: State): Promise<void> {
  state.alive = false;
  await state.worker.terminate();
}

function invoke(state: State, requestId: string, payload: string): Promise<Outcome> {
  const { record, env, clock } = state.options;
  return new Promise((resolve) => {
    const cancelTimeout = clock.at(clock.now() + record.timeout * 1000, () => {
      state.running?.finish({ functionError: timedOut(requestId, record.timeout) });
      void stop(state);
    });
    state.running = {
      requestId,
      finish(outcome) {
        state.running = undefined;
        cancelTimeout();
        resolve(outcome);
      },
    };
    state.worker.postMessage(invocationOf(record, env, requestId, payload));
  });
}

function invocationOf(
  record: FunctionRecord,
  env: Record<string, string>,
  requestId: string,
  payload: string,
): Invocation {
  return {
    requestId,
    payload,
    timeoutMs: record.timeout * 1000,
    context: {
      functionName: record.name,
      invokedFunctionArn: record.arn,
      memoryLimitInMB: String(record.memorySize),
      logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'] ?? '',
      logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
    },
  };
}
