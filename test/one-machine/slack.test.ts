import { GetFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeActionValue } from '#core/commands/action-value.ts';
import type { CommandRecord } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { functionName, SLACK_SIGNING_SECRET } from '#infra/installation.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { clickPayload, formOf, signedHeaders } from '#test/functions/receive-slack/slack-bench.ts';
import { openScene, type Scene } from './scene.ts';
import { until } from './until.ts';

/** The functions as they are bundled, behind the URL that Slack would be given. */
describe('a click in Slack on one machine', { timeout: 60_000 }, () => {
  let scene: Scene;
  let machine: OneMachine;
  beforeAll(async () => {
    scene = await openScene(5_800);
    machine = scene.machine;
  }, 60_000);
  afterAll(() => scene?.close(), 30_000);

  const press = async (value: string, secret: string) => {
    const { FunctionUrl: url = '' } = await machine.clients.lambda.send(
      new GetFunctionUrlConfigCommand({ FunctionName: functionName('receive-slack') }),
    );
    const body = formOf(clickPayload({ value, typed: 'the fair' }));
    const headers = signedHeaders(body, String(Math.floor(Date.now() / 1_000)), secret);
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: await response.text() };
  };
  const records = async () =>
    (await machine.table.list(keys.commandRecord('hello', 0, '').pk)) as unknown as CommandRecord[];

  test('freezes a stage once, by name and with its reason, however often it comes; not when somebody else signed it (J06, J07)', async () => {
    const { SecretString: secret = '' } = await machine.clients.secretsManager.send(
      new GetSecretValueCommand({ SecretId: SLACK_SIGNING_SECRET }),
    );
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const value = writeActionValue({ command: { kind: 'freeze', service: 'hello', stage: 'production' } }) ?? '';
    expect(await press(value, 'guessed')).toMatchObject({ status: 401 });
    const answers = [await press(value, secret), await press(value, secret)];
    expect(answers).toEqual([
      { status: 200, body: '' },
      { status: 200, body: '' },
    ]);
    await until('the freeze', async () => ((await records()).length > 0 ? true : undefined));
    expect(await machine.table.read(keys.freeze('hello', 'production'))).toMatchObject({
      by: 'slack:T012HOME/U012AMY',
      reason: 'the fair',
    });
    expect(await records()).toMatchObject([{ via: 'slack', kind: 'freeze', isDone: true }]);
  });
});
