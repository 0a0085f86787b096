import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/**
 * What every function's handler is wrapped in: one line of structured log per invocation, keyed by release, and errors that keep
 * their name, by which the state machine tells them apart. Bodies, tokens and secrets are never logged.
 */
export function compose<Event, Result>(run: (event: Event, context: Context) => Promise<Result>) {
  return middy<Event, Result, Error, Context>()
    .use(logged<Event, Result>())
    .handler((event, context) => run(event, context));
}

function logged<Event, Result>(): middy.MiddlewareObj<Event, Result, Error, Context> {
  const started = new WeakMap<object, number>();
  const write = (request: middy.Request<Event, Result, Error, Context>, outcome: Record<string, unknown>): void => {
    const { release, stage } = (request.event ?? {}) as { release?: unknown; stage?: unknown };
    const line = {
      level: outcome['error'] ? 'ERROR' : 'INFO',
      timestamp: new Date().toISOString(),
      service: request.context.functionName,
      requestId: request.context.awsRequestId,
      ...(typeof release === 'string' ? { release } : {}),
      ...(typeof stage === 'string' ? { stage } : {}),
      durationMs: Date.now() - (started.get(request) ?? Date.now()),
      ...outcome,
    };
    console.log(JSON.stringify(line));
  };
  return {
    before: (request) => void started.set(request, Date.now()),
    after: (request) => write(request, { message: 'done' }),
    onError: (request) => write(request, { message: request.error?.message, error: request.error?.name }),
  };
}
