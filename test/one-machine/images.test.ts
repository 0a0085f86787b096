import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sighting, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { functionName, IMAGE_RULE } from '#infra/installation.ts';
import { packImage } from '#local/ecr/pack-image.ts';
import { pushImage } from '#local/ecr/push-image.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { runCli } from '#test/cli/run-cli.ts';
import { countBuilds, ended, openScene, releaseEvents, type Scene, whatRuns } from './scene.ts';

const ID = 'ecr:hello';
const SOURCE = fileURLToPath(new URL('../../examples/hello', import.meta.url));

describe('images that something else builds', () => {
  let scene: Scene;
  let visitors: Visitors;
  const pushed: string[] = [];
  beforeAll(async () => {
    const edit = (config: string): string =>
      config
        .replace(/repository:\n +id: 1001\n +name: you\/hello/, 'image: { repository: hello, tag: main }')
        .replace(/ {4}branch: .*\n/, '')
        .replace(/ {4}build:\n( {6}.*\n)+/, '');
    scene = await openScene(6_600, { edit });
    visitors = startVisitors(scene.machine.urls.production, 25);
  }, 60_000);
  afterAll(async () => {
    visitors?.stop();
    await scene?.close();
  }, 30_000);

  /** An image with its tag, by ECR's own API. */
  const push = async (release: string): Promise<string> => {
    const image = await packImage({ files: SOURCE, command: ['node', 'server.js'], env: { RELEASE: release } });
    const digest = await pushImage(image, 'hello', ['main'], scene.machine.clients.ecr);
    pushed.push(digest);
    return digest;
  };
  const shown = (digest: string): string => digest.slice(7, 47);
  const invoke = async (called: string, input: object = {}) => {
    const { FunctionError, Payload } = await scene.machine.clients.lambda.send(
      new InvokeCommand({ FunctionName: functionName(called), Payload: Buffer.from(JSON.stringify(input)) }),
    );
    expect(FunctionError).toBeUndefined();
    return JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
  };

  test('are released by being pushed to their tag, without a build, by the digest that was pushed', async () => {
    const { machine } = scene;
    const digest = await push('one');
    const release = await ended(machine.table, 1);
    expect(release).toMatchObject({
      state: 'SUCCEEDED',
      sha: shown(digest),
      digest,
      repositoryId: ID,
      author: 'Amazon ECR',
    });
    expect((await releaseEvents(machine.table, 1))[0]?.sentence).toContain(digest.slice(0, 19));
    for (const stage of ['staging', 'production'])
      expect((await whatRuns(machine.clients, stage)).digests).toEqual([digest]);
    expect(await countBuilds(machine.clients)).toBe(0);
    const [card] = machine.aws.slack.messages();
    expect(JSON.stringify(card?.blocks)).toContain(digest.slice(0, 19));
  }, 90_000);

  test('are released again when the tag moves to another one', async () => {
    const digest = await push('two');
    expect(await ended(scene.machine.table, 2)).toMatchObject({
      state: 'SUCCEEDED',
      digest,
      before: shown(pushed[0] ?? ''),
    });
  }, 90_000);

  test('are found at their tag when the event was lost, and can be asked about', async () => {
    const { clients, table } = scene.machine;
    await clients.eventBridge.send(new DisableRuleCommand({ Name: IMAGE_RULE.name }));
    const digest = await push('three');
    await invoke('find-lost-pushes');
    const sighting = (await table.read(keys.sighting(ID, 'refs/heads/main'))) as Stored<Sighting>;
    await table.write([change(sighting, { ...sighting, since: sighting.since - 120_000 })]);
    await invoke('find-lost-pushes');
    await clients.eventBridge.send(new EnableRuleCommand({ Name: IMAGE_RULE.name }));
    expect(await ended(table, 3)).toMatchObject({ state: 'SUCCEEDED', digest });

    const { explanation } = await invoke('explain-commit', { asked: shown(digest).slice(0, 12) });
    expect(explanation.unanswered).toEqual([]);
    expect(JSON.stringify(explanation)).toContain('hello#3');
    // What the ledger does not know, only ECR can say.
    const { explanation: nobodys } = await invoke('explain-commit', { asked: 'deadbeef' });
    expect(nobodys.unanswered).toEqual([]);
  }, 90_000);

  test('are looked after by the doctor, who misses nothing', async () => {
    const { code, stdout } = await runCli(['doctor', '--dir', dirname(scene.machine.configFile)]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
  });
});
