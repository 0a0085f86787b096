import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateFunctionCommand, type CreateFunctionCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import type { Feed } from '#local/dynamodb/feed.ts';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { createLambda } from '#local/lambda/create-lambda.ts';
import type { LogLine } from '#local/lambda/function-log.ts';
import { type Clock, systemClock } from '#local/time/clock.ts';

export interface DeadLetterMessage {
  queue: string;
  message: Record<string, unknown>;
}

/** Lambda behind a real endpoint, with its state in a temporary directory that `close` removes unless told to keep it. */
export async function startLambda(options: { clock?: Clock; dir?: string; feeds?: (table: string) => Feed } = {}) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'lambda-'));
  const deadLetters: DeadLetterMessage[] = [];
  const lines: LogLine[] = [];
  let endpoint: Endpoint | undefined;
  const lambda = createLambda({
    dir,
    clock: options.clock ?? systemClock(),
    endpointUrl: () => endpoint?.url ?? '',
    feeds: options.feeds ?? noFeed,
    deadLetter: (queue, message) => void deadLetters.push({ queue, message: message as DeadLetterMessage['message'] }),
    onLog: (line) => void lines.push(line),
  });
  endpoint = await startEndpoint(0, [lambda.service]);
  const client = new LambdaClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const bundle = (name: string, source: string): string => {
    const path = join(dir, `${name}-source.mjs`);
    writeFileSync(path, source);
    return path;
  };
  const create = (name: string, source: string, more: Partial<CreateFunctionCommandInput> = {}) =>
    client.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: 'arn:aws:iam::000000000000:role/test',
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 10,
        Code: { S3Bucket: 'local', S3Key: bundle(name, source) },
        ...more,
      }),
    );
  const close = async ({ keep = false } = {}): Promise<void> => {
    client.destroy();
    await endpoint?.close();
    await lambda.close();
    if (!keep) rmSync(dir, { recursive: true });
  };
  return { lambda, client, dir, url: endpoint.url, deadLetters, lines, bundle, create, close };
}

const noFeed = (): Feed => ({ read: async () => [], onAppend: () => () => undefined, latest: () => '0' });

/** Waits until `condition` holds, looking often; fails after five seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within five seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
