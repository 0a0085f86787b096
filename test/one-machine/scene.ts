import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ListBuildsCommand } from '@aws-sdk/client-codebuild';
import { DescribeTasksCommand, ListServiceDeploymentsCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Environment, LedgerEvent, Stored, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, keys, releasePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { functionName } from '#infra/installation.ts';
import type { Authorize } from '#local/iam/authorize.ts';
import type { Clients } from '#local/installation/clients.ts';
import { ensureConfigFile } from '#local/installation/load-config.ts';
import { type OneMachine, type OneMachineOptions, startOneMachine } from '#local/installation/one-machine.ts';
import { freePorts, portsFrom } from '#local/installation/ports.ts';
import { commitAll, push } from '#local/installation/sample-git.ts';
import { enforce } from '#test/fixtures/iam/enforced.ts';
import { until } from './until.ts';

/** A whole Bakewatch of a test's own, in a directory that is gone afterwards. */
export interface Scene {
  machine: OneMachine;
  close(): Promise<void>;
}

export interface SceneOptions extends Pick<OneMachineOptions, 'onCall' | 'onLog' | 'roles' | 'githubApp'> {
  /** Decides every call of a function and of the state machine. Without it, the policies do that an account would have. */
  authorize?: Authorize;
  edit?(config: string): string;
}

export async function openScene(firstPort: number, options: SceneOptions = {}): Promise<Scene> {
  const { edit = (config) => config, ...more } = options;
  const dir = mkdtempSync(join(tmpdir(), 'bakewatch-test-'));
  const port = await freePorts(firstPort);
  const configFile = join(dir, 'bakewatch.yaml');
  shortenBakes(configFile, port);
  const config = edit(readFileSync(configFile, 'utf8'));
  writeFileSync(configFile, config);
  const enforced = options.authorize ? undefined : await enforce(config);
  const bundles = fileURLToPath(new URL('../../dist/functions', import.meta.url));
  const machine = await startOneMachine({ dir, port, bundles, authorize: enforced?.authorize, ...more });
  return {
    machine,
    async close() {
      await machine.close();
      rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
      enforced?.close();
    },
  };
}

/** The sample's own configuration, but for the time in production: 2 s are as good as 4 s here. */
export function shortenBakes(configFile: string, port: number): void {
  ensureConfigFile(configFile, portsFrom(port));
  const text = readFileSync(configFile, 'utf8');
  writeFileSync(configFile, text.replace('for: 4s', 'for: 2s').replaceAll('minSamples: 20', 'minSamples: 10'));
}

/** A function that hands over what `change` made of each file, commits it and returns the commit. */
export async function commit(directory: string, files: Record<string, string>, subject: string): Promise<string> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return commitAll(directory, subject);
}

export const faulty = (errorShare: number): Record<string, string> => ({
  'fault.json': `${JSON.stringify({ errorShare })}\n`,
});

/** Puts the branch to a commit, here and there, as somebody would who takes a push back. */
export async function resetBranch(directory: string, sha: string): Promise<void> {
  const run = promisify(execFile);
  await run('git', ['-C', directory, 'reset', '--quiet', '--hard', sha]);
  await run('git', ['-C', directory, 'push', '--quiet', '--force', 'origin', 'HEAD:main']);
}

export const pushed = async (directory: string, files: Record<string, string>, subject: string): Promise<string> => {
  const sha = await commit(directory, files, subject);
  await push(directory);
  return sha;
};

export const readRelease = async (table: Table, number: number): Promise<StoredRelease | undefined> =>
  (await table.read(keys.release('hello', number))) as StoredRelease | undefined;

export const releaseEvents = async (table: Table, number: number): Promise<LedgerEvent[]> =>
  (await table.list(releasePartition(`hello#${number}`), { prefix: EVENT_PREFIX })) as Stored<LedgerEvent>[];

/** Everything that happened to a release, a line each: what a failing test shows. */
export const story = async (table: Table, number: number): Promise<string> =>
  (await releaseEvents(table, number))
    .map(({ at, kind, state, sentence }) => `${new Date(at).toISOString()} ${kind} ${state} ${sentence}`)
    .join('\n');

export const readStage = async (table: Table, stage: string): Promise<Environment> =>
  (await table.read(keys.environment('hello', stage))) as Stored<Environment>;

/** The release once it has ended. Rejects with where it stands when that takes longer than `withinMs`. */
export const ended = (table: Table, number: number, withinMs = 45_000): Promise<StoredRelease> =>
  until(
    `hello#${number} to end`,
    async () => {
      const release = await readRelease(table, number);
      return release?.endedAt === undefined ? undefined : release;
    },
    withinMs,
    async () => JSON.stringify(await readRelease(table, number)),
  );

/** What ECS runs in a stage now: revisions and image digests, each once. */
export async function whatRuns({ ecs }: Clients, stage: string): Promise<{ revisions: string[]; digests: string[] }> {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: stage, serviceName: 'hello' }));
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: stage, tasks: taskArns }));
  return {
    revisions: [...new Set(tasks.flatMap((task) => task.taskDefinitionArn ?? []))],
    digests: [...new Set(tasks.flatMap((task) => task.containers?.map((c) => c.imageDigest ?? '') ?? []))],
  };
}

export async function countBuilds({ codeBuild }: Clients): Promise<number> {
  return (await codeBuild.send(new ListBuildsCommand({}))).ids?.length ?? 0;
}

export async function countDeployments({ ecs }: Clients, stage: string): Promise<number> {
  const { serviceDeployments } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster: stage, service: 'hello', maxResults: 100 }),
  );
  return serviceDeployments?.length ?? 0;
}

export async function liftHold({ lambda }: Clients, stage: string): Promise<{ done: boolean; message: string }> {
  const order = {
    id: randomUUID(),
    by: { via: 'cli', id: 'amy' },
    reason: 'it is understood',
    command: { kind: 'resume', service: 'hello', stage },
  };
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName('obey-command'), Payload: Buffer.from(JSON.stringify(order)) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}
