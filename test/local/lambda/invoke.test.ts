import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetFunctionCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  ResourceNotFoundException,
  TooManyRequestsException,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#local/time/manual-clock.ts';
import { startLambda, until } from './start-lambda.ts';

const ECHO = 'export const handler = async (event) => ({ event });';

describe('Lambda', () => {
  let running: Awaited<ReturnType<typeof startLambda>>;
  beforeEach(async () => {
    running = await startLambda();
  });
  afterEach(() => running.close());

  const invoke = async (FunctionName: string, payload: unknown = {}) => {
    const result = await running.client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
    return { error: result.FunctionError, payload: JSON.parse(result.Payload?.transformToString() ?? 'null') };
  };

  it('runs a bundle with its own environment and nothing of the host', async () => {
    process.env['SECRET_OF_THE_HOST'] = 'x';
    await running.create('env', 'export const handler = async () => ({ env: process.env, argv: process.execArgv });', {
      Environment: { Variables: { TABLE: 'ledger' } },
    });
    const { env, argv } = (await invoke('env')).payload;
    expect(env).toMatchObject({
      TABLE: 'ledger',
      AWS_ACCESS_KEY_ID: 'lambda-env',
      AWS_ENDPOINT_URL: running.url,
      AWS_LAMBDA_FUNCTION_NAME: 'env',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
    });
    expect(argv).toEqual([]);
    expect(Object.keys(env).filter((name) => ['SECRET_OF_THE_HOST', 'PATH', 'HOME', 'VITEST'].includes(name))).toEqual(
      [],
    );
  });

  it('gives the handler its event and context', async () => {
    const source = `export const handler = async (event, context) =>
      ({ event, ...context, left: context.getRemainingTimeInMillis() });`;
    await running.create('ctx', source, { MemorySize: 256 });
    const { payload } = await invoke('arn:aws:lambda:us-east-1:000000000000:function:ctx', { a: 1 });
    expect(payload).toMatchObject({
      event: { a: 1 },
      functionName: 'ctx',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ctx',
      memoryLimitInMB: '256',
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(payload.left).toBeGreaterThan(8000);
    expect(payload.left).toBeLessThanOrEqual(10_000);
  });

  it('reuses a warm instance, and starts another only when the first is busy', async () => {
    const source = `let count = 0; let free;
      export const handler = async ({ wait }) => { count += 1; if (wait) await new Promise((r) => setTimeout(r, 200)); return count; };`;
    await running.create('warm', source);
    expect([(await invoke('warm')).payload, (await invoke('warm')).payload]).toEqual([1, 2]);
    await Promise.all([invoke('warm', { wait: true }), invoke('warm', { wait: true })]);
    expect(running.lambda.stats()).toEqual({ invocations: { warm: 4 }, coldStarts: { warm: 2 } });
  });

  it('reports what a handler throws as type, message and trace', async () => {
    const source = `class HealthError extends Error { name = 'HealthError' }
      export const handler = async () => { throw new HealthError('red'); };`;
    await running.create('fails', source);
    const { error, payload } = await invoke('fails');
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'HealthError', errorMessage: 'red' });
    expect(payload.trace[0]).toBe('HealthError: red');
  });

  it.each([
    ['a handler that is not there', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['a bundle that does not parse', 'export const = ;', 'Runtime.UserCodeSyntaxError'],
    [
      'a module that is not bundled',
      "import 'no-such-package'; export const handler = async () => 1;",
      'Runtime.ImportModuleError',
    ],
    [
      'a callback handler',
      'export const handler = (event, context, callback) => callback();',
      'Runtime.CallbackHandlerDeprecated',
    ],
    ['a bundle that throws while loading', "throw new TypeError('no env');", 'TypeError'],
    ['a process that ends', 'export const handler = async () => process.exit(3);', 'Runtime.ExitError'],
    ['a result that is no JSON', 'export const handler = async () => 1n;', 'Runtime.MarshalError'],
  ])('names %s', async (_, source, errorType) => {
    await running.create('broken', source);
    expect(await invoke('broken')).toMatchObject({ error: 'Unhandled', payload: { errorType } });
  });

  it('works again after its instance died', async () => {
    await running.create('dies', 'export const handler = async ({ die }) => { if (die) process.exit(1); return 1; };');
    expect((await invoke('dies', { die: true })).error).toBe('Unhandled');
    expect((await invoke('dies')).payload).toBe(1);
  });

  it('ends an invocation at its timeout, with the message of AWS, and the instance with it', async () => {
    await running.close();
    const clock = manualClock(1_700_000_000_000);
    running = await startLambda({ clock });
    await running.create(
      'slow',
      "console.log('loaded'); export const handler = () => new Promise(() => console.log('in'));",
      { Timeout: 3 },
    );
    const invoked = invoke('slow');
    await until(() => running.lines.some(({ line }) => line === 'in'), 'the handler runs');
    await clock.advanceBy(3000);
    const { payload } = await invoked;
    expect(payload.errorType).toBe('Sandbox.Timedout');
    expect(payload.errorMessage).toMatch(/^RequestId: [\da-f-]{36} Error: Task timed out after 3\.00 seconds$/);
    void running.lambda.invoke('slow', {});
    await until(() => running.lines.filter(({ line }) => line === 'loaded').length === 2, 'a new instance');
  });

  it('refuses more at once than the reserved concurrency', async () => {
    await running.create('one', 'export const handler = () => new Promise((done) => setTimeout(done, 150));');
    await running.client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'one', ReservedConcurrentExecutions: 1 }),
    );
    const first = invoke('one');
    await until(() => running.lambda.stats().invocations['one'] === 1, 'the first runs');
    await expect(invoke('one')).rejects.toBeInstanceOf(TooManyRequestsException);
    await expect(running.lambda.invoke('one', {})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await first;
    expect((await invoke('one')).error).toBeUndefined();
  });

  it('runs the new code and configuration from the next invocation on', async () => {
    const configured = { Environment: { Variables: { V: '1' } } };
    await running.create('versions', "export const handler = async () => 'a' + process.env.V;", configured);
    expect((await invoke('versions')).payload).toBe('a1');
    const S3Key = running.bundle('versions', "export const handler = async () => 'b' + process.env.V;");
    expect((await invoke('versions')).payload).toBe('a1');
    await running.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'versions', S3Bucket: 'local', S3Key }));
    expect((await invoke('versions')).payload).toBe('b1');
    await running.client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'versions', Environment: { Variables: { V: '2' } } }),
    );
    expect((await invoke('versions')).payload).toBe('b2');
  });

  it('keeps its functions over a restart', async () => {
    await running.create('kept', ECHO);
    await waitUntilFunctionActiveV2({ client: running.client, maxWaitTime: 5, minDelay: 1 }, { FunctionName: 'kept' });
    const { dir } = running;
    await running.close({ keep: true });
    running = await startLambda({ dir });
    const { Functions = [] } = await running.client.send(new ListFunctionsCommand());
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(['kept']);
    expect((await invoke('kept', { a: 1 })).payload).toEqual({ event: { a: 1 } });
  });

  it('writes what a function prints to its log', async () => {
    await running.create(
      'prints',
      "export const handler = async () => { console.log('hello'); console.error('oh'); };",
    );
    await invoke('prints');
    const file = join(running.dir, 'logs', 'prints.log');
    await until(() => existsSync(file) && /Z hello\n.*Z oh\n/s.test(readFileSync(file, 'utf8')), 'both lines');
  });

  it('stops an instance that was idle for a minute', async () => {
    await running.close();
    const clock = manualClock(1_700_000_000_000);
    running = await startLambda({ clock });
    await running.create('idle', ECHO);
    await invoke('idle');
    await clock.advanceBy(59_999);
    await invoke('idle');
    expect(running.lambda.stats().coldStarts).toEqual({ idle: 1 });
    await clock.advanceBy(60_000);
    await invoke('idle');
    expect(running.lambda.stats().coldStarts).toEqual({ idle: 2 });
  });

  it('ends only the wait when the caller gives up', async () => {
    await running.create(
      'long',
      "export const handler = async () => { await new Promise((r) => setTimeout(r, 100)); console.log('finished'); };",
    );
    const abort = new AbortController();
    const waiting = running.lambda.invoke('long', {}, { signal: abort.signal });
    abort.abort(new Error('gave up'));
    await expect(waiting).rejects.toThrow('gave up');
    await until(() => running.lines.some(({ line }) => line === 'finished'), 'the function goes on');
  });

  it('refuses what it does not have: functions, zip files, aliases, layers', async () => {
    await expect(invoke('nobody')).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(running.lambda.invoke('nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const zip = running.create('zip', ECHO, { Code: { ZipFile: Uint8Array.from([1]) } });
    await expect(zip).rejects.toThrow(/absolute path of a bundle/);
    await expect(running.create('layers', ECHO, { Layers: ['x'] })).rejects.toThrow(/Layers/);
    await running.create('echo', ECHO);
    const alias = new GetFunctionCommand({ FunctionName: 'echo', Qualifier: 'live' });
    await expect(running.client.send(alias)).rejects.toThrow(/Qualifier/);
  });

  it('answers a dry run without running', async () => {
    await running.create('echo', ECHO);
    const dry = await running.client.send(new InvokeCommand({ FunctionName: 'echo', InvocationType: 'DryRun' }));
    expect(dry.StatusCode).toBe(204);
    expect(running.lambda.stats().invocations).toEqual({});
  });
});
