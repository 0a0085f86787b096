import { parentPort, workerData } from 'node:worker_threads';
import { runtimeError, toFunctionError } from './function-error.ts';
import type { InstanceMessage, InstanceStart, Invocation } from './instance-protocol.ts';
import { type Handler, loadHandler } from './load-handler.ts';

/** The inside of one function instance: a thread that loads a bundle once and runs one invocation after the other. */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

const send = (message: InstanceMessage): void => parentPort?.postMessage(message);

const handler = await loadHandler(workerData as InstanceStart);
if (typeof handler === 'function') {
  parentPort?.on('message', (invocation: Invocation) => void run(handler, invocation));
  send({ type: 'ready' });
} else {
  console.error(JSON.stringify(handler));
  send({ type: 'init-failed', error: handler });
}

async function run(handle: Handler, invocation: Invocation): Promise<void> {
  try {
    const result = await handle(JSON.parse(invocation.payload), contextOf(invocation));
    send(asMessage(result));
  } catch (thrown) {
    const error = toFunctionError(thrown);
    console.error(`${invocation.requestId} Invoke Error ${JSON.stringify(error)}`);
    send({ type: 'failed', error });
  }
}

function asMessage(result: unknown): InstanceMessage {
  const payload = serialize(result);
  if (typeof payload !== 'string') return { type: 'failed', error: payload };
  if (Buffer.byteLength(payload) <= MAX_RESPONSE_BYTES) return { type: 'done', payload };
  const message = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
  return { type: 'failed', error: runtimeError('Function.ResponseSizeTooLarge', message) };
}

function serialize(result: unknown) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    return runtimeError('Runtime.MarshalError', `Unable to stringify response body: ${(cause as Error).message}`);
  }
}

function contextOf({ requestId, timeoutMs, context }: Invocation): object {
  const deadline = performance.now() + timeoutMs;
  return {
    ...context,
    awsRequestId: requestId,
    functionVersion: '$LATEST',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}
