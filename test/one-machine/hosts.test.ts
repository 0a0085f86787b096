import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { GetFunctionUrlConfigCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import type { Sighting, Stored } from '#core/ledger/items.ts';
import { commitPartition, keys, RELEASE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { functionName } from '#infra/installation.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { runCli } from '#test/cli/run-cli.ts';
import { commit, ended, openScene, pushed, type Scene } from './scene.ts';
import { until } from './until.ts';

interface Elsewhere {
  host: string;
  /** The repository as `bakewatch.yaml` names it. */
  written: string;
  id: RepositoryId;
  name: string;
  door: string;
  /** A webhook that is right, but for what vouches for it. */
  forged: Record<string, string>;
  /** Where the card of a release leads for its commit. */
  page: (sha: string) => string;
}

const UUID = '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';
const HOSTS: Elsewhere[] = [
  {
    host: 'GitLab',
    written: '{ host: gitlab, id: 42, name: you/group/hello }',
    id: 'gitlab:42',
    name: 'you/group/hello',
    door: 'receive-gitlab',
    forged: { 'x-gitlab-event': 'Push Hook', 'idempotency-key': 'forged', 'x-gitlab-token': 'guessed' },
    page: (sha) => `/gitlab/you/group/hello/-/commit/${sha}`,
  },
  {
    host: 'Bitbucket',
    written: `{ host: bitbucket, id: "${UUID}", name: you/hello }`,
    id: `bitbucket:${UUID}`,
    name: 'you/hello',
    door: 'receive-bitbucket',
    forged: { 'x-event-key': 'repo:push', 'x-request-uuid': 'forged', 'x-hub-signature': `sha256=${'0'.repeat(64)}` },
    page: (sha) => `/bitbucket/you/hello/commits/${sha}`,
  },
];

describe.each(HOSTS)('a repository at $host', ({ written, id, name, door, forged, page }) => {
  let scene: Scene;
  let visitors: Visitors;
  beforeAll(async () => {
    const edit = (config: string): string =>
      config.replace(/repository:\n +id: 1001\n +name: you\/hello/, `repository: ${written}`);
    scene = await openScene(5_400, { edit });
    visitors = startVisitors(scene.machine.urls.production, 25);
  }, 60_000);
  afterAll(async () => {
    visitors?.stop();
    await scene?.close();
  }, 30_000);

  const invoke = async (called: string, input: object = {}) => {
    const { FunctionError, Payload } = await scene.machine.clients.lambda.send(
      new InvokeCommand({ FunctionName: functionName(called), Payload: Buffer.from(JSON.stringify(input)) }),
    );
    expect(FunctionError).toBeUndefined();
    return JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
  };

  test('is released from by a push, with the host`s own webhook', async () => {
    const { machine } = scene;
    const sha = await pushed(machine.repository.workingCopyDirectory, { 'README.md': 'One.\n' }, 'One');
    expect(await ended(machine.table, 1)).toMatchObject({
      sha,
      state: 'SUCCEEDED',
      repositoryId: id,
      repositoryName: name,
      subject: 'One',
    });
    const [card] = machine.aws.slack.messages();
    expect(JSON.stringify(card?.blocks)).toContain(page(sha));
    const shown = await fetch(machine.urls.aws + page(sha));
    expect(await shown.text()).toContain('One.');
  }, 90_000);

  test('is looked after by the doctor, who misses nothing and asks for no door of GitHub`s', async () => {
    const { code, stdout } = await runCli(['doctor', '--dir', dirname(scene.machine.configFile)]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).not.toContain('receive-webhook');
  });

  test('is not released from by a webhook that nobody vouches for', async () => {
    const { clients, table } = scene.machine;
    const { FunctionUrl = '' } = await clients.lambda.send(
      new GetFunctionUrlConfigCommand({ FunctionName: functionName(door) }),
    );
    const headers = { 'content-type': 'application/json', ...forged };
    const answer = await fetch(FunctionUrl, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(401);
    expect(await table.read(keys.delivery(`${id.toString().split(':')[0]}:forged`))).toBeUndefined();
    expect(await table.list(servicePartition('hello'), { prefix: RELEASE_PREFIX })).toHaveLength(1);
  });

  test('has pushes found at its branch whose webhook was lost, and commits explained', async () => {
    const { machine } = scene;
    const directory = machine.repository.workingCopyDirectory;
    const sha = await commit(directory, { 'README.md': 'Two.\n' }, 'Two');
    const untold = 'git -c core.hooksPath=/dev/null receive-pack';
    await promisify(execFile)('git', ['-C', directory, 'push', '--receive-pack', untold, 'origin', 'HEAD:main']);
    await invoke('find-lost-pushes');
    const sighting = (await machine.table.read(keys.sighting(id, 'refs/heads/main'))) as Stored<Sighting>;
    await machine.table.write([change(sighting, { ...sighting, since: sighting.since - 120_000 })]);
    await invoke('find-lost-pushes');
    expect(await ended(machine.table, 2)).toMatchObject({ sha, subject: 'Two', state: 'SUCCEEDED' });

    const { explanation } = await invoke('explain-commit', { asked: sha.slice(0, 8) });
    expect(explanation.unanswered).toEqual([]);
    expect(JSON.stringify(explanation)).toContain('hello#2');
    // What the ledger does not know, only the host can say.
    const { explanation: nobodys } = await invoke('explain-commit', { asked: 'deadbeef' });
    expect(nobodys.unanswered).toEqual([]);
  }, 90_000);

  test('has every push to a branch that nobody releases kept with what became of it', async () => {
    const { machine } = scene;
    const directory = machine.repository.workingCopyDirectory;
    for (const line of ['Aside', 'Further aside']) {
      const sha = await commit(directory, { 'README.md': `${line}.\n` }, line);
      await promisify(execFile)('git', ['-C', directory, 'push', 'origin', 'HEAD:aside']);
      // The second one has one before it: GitLab is asked whether it was forced.
      const kept = await until('what became of the push', async () => {
        const [first] = await machine.table.list(commitPartition(id, sha));
        return first;
      });
      expect(kept).toMatchObject({ ref: 'refs/heads/aside' });
    }
  }, 60_000);
});
