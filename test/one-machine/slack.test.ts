import { GetFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { ActionsBlock, Button } from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeActionValue } from '#core/commands/action-value.ts';
import type { CommandRecord } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { functionName, SLACK_SIGNING_SECRET } from '#infra/installation.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { clickPayload, formOf, type Pressed, signedHeaders } from '#test/functions/receive-slack/slack-bench.ts';
import { ended, openScene, pushed, type Scene } from './scene.ts';
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

  const press = async (value: string, secret: string, { typed, at = '1800000000.000001' }: Pressed = {}) => {
    const { FunctionUrl: url = '' } = await machine.clients.lambda.send(
      new GetFunctionUrlConfigCommand({ FunctionName: functionName('receive-slack') }),
    );
    const body = formOf(clickPayload({ value, typed, label: 'Cancel', at }));
    const headers = signedHeaders(body, String(Math.floor(Date.now() / 1_000)), secret);
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: await response.text() };
  };
  const secretOf = async (): Promise<string> => {
    const { SecretString = '' } = await machine.clients.secretsManager.send(
      new GetSecretValueCommand({ SecretId: SLACK_SIGNING_SECRET }),
    );
    return SecretString;
  };
  /** The head of a release's thread as Slack has it now. */
  const card = (number: number) => {
    const found = machine.aws.slack.messages().find(({ blocks }) => blocks[0]?.['block_id'] === `hello#${number}/card`);
    const actions = found?.blocks.find(({ type }) => type === 'actions') as ActionsBlock | undefined;
    return { text: found?.text ?? '', buttons: (actions?.elements ?? []) as Button[] };
  };
  /** What is said below the card, oldest first. */
  const replies = (number: number): string[] =>
    machine.aws.slack
      .messages()
      .flatMap(({ blocks, text }) => (String(blocks[0]?.['block_id']).match(`^hello#${number}/[0-9]+$`) ? [text] : []));
  /** What a person is shown who types this. */
  const type = async (text: string) => {
    const response = await fetch(`${machine.urls.aws}/slack/type`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    return { status: response.status, shown: await response.text() };
  };
  const records = async () =>
    (await machine.table.list(keys.commandRecord('hello', 0, '').pk)) as unknown as CommandRecord[];

  test('freezes a stage once, by name and with its reason, however often it comes; not when somebody else signed it (J06, J07)', async () => {
    const secret = await secretOf();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const value = writeActionValue({ command: { kind: 'freeze', service: 'hello', stage: 'production' } }) ?? '';
    expect(await press(value, 'guessed', { typed: 'the fair' })).toMatchObject({ status: 401 });
    const answers = [
      await press(value, secret, { typed: 'the fair' }),
      await press(value, secret, { typed: 'the fair' }),
    ];
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

  test('of a button on the card does what its dialog says, and the card says so; pressed once more it is refused', async () => {
    const secret = await secretOf();
    await pushed(machine.repository.workingCopyDirectory, { 'README.md': 'One.\n' }, 'One');
    const cancel = await until(
      'the card to wait for production, which is frozen',
      () => (card(1).text.includes('waiting for production') ? card(1).buttons : [])[0],
      40_000,
      () => card(1).text,
    );
    expect(card(1).buttons.map(({ text }) => text.text)).toEqual(['Cancel']);
    expect(cancel.confirm?.text.text).toBe(
      'Ends hello#1 for good: it goes no further. What runs in production stays as it is.',
    );
    expect(await press(cancel.value ?? '', secret)).toEqual({ status: 200, body: '' });
    const { reason } = await ended(machine.table, 1);
    expect(reason).toBe('cancelled by slack:T012HOME/U012AMY: pressed Cancel in Slack');
    await until('the card to say so', () => (card(1).text.includes('cancelled by slack') ? true : undefined));
    expect(card(1).buttons).toEqual([]);
    expect(await press(cancel.value ?? '', secret, { typed: 'again', at: '1800000000.000002' })).toMatchObject({
      status: 200,
    });
    const again = await until('the second click', async () =>
      (await records()).find((each) => each.reason === 'again'),
    );
    expect(again).toMatchObject({
      isDone: false,
      message: 'this is no longer what you were shown: the state was WAITING, now it is CANCELLED',
    });
    const told = await until('the thread to say so', () => replies(1).find((text) => text.includes('was refused')));
    expect(told).toBe(
      'slack:T012HOME/U012AMY asked for `cancel hello#1` and was refused: this is no longer what you were shown: the state was WAITING, now it is CANCELLED; look at the card as it is now, and press again if you still want it',
    );
    expect(card(1).text).toContain('hello#1 cancelled');
  });

  test('/bakewatch status, why and freeze are answered to her alone; what she freezes waits, and what she thaws goes on', async () => {
    const help = await type('deploy now');
    expect(help).toMatchObject({ status: 200, shown: expect.stringContaining('there is no command') });
    expect(await type('unfreeze hello/production the fair is over')).toMatchObject({
      shown: expect.stringContaining('hello production is not frozen any more'),
    });
    expect(await type('freeze hello/staging for 2h the <fair>')).toMatchObject({
      shown: expect.stringContaining('Done: hello staging is frozen until'),
    });
    expect(await machine.table.read(keys.freeze('hello', 'staging'))).toMatchObject({
      by: 'slack:T0000000001/U0000000002',
      reason: 'the <fair>',
    });
    await pushed(machine.repository.workingCopyDirectory, { 'README.md': 'Two.\n' }, 'Two');
    await until(
      'the release to wait for the freeze',
      () => (card(2).text.includes('the <fair>'.replace('<', '&lt;').replace('>', '&gt;')) ? true : undefined),
      40_000,
      () => card(2).text,
    );
    const status = await type('status hello');
    expect(status.shown).toContain('freeze hello staging until');
    expect(status.shown).toContain('hello#2 waiting for staging');
    expect((await type('why hello#2')).shown).toContain('froze hello staging');
    expect((await type('freeze nowhere/staging why')).shown).toContain(
      'Refused, and nothing was changed: there is no service nowhere',
    );
    expect((await type('unfreeze hello/staging over')).shown).toContain('hello staging is not frozen any more');
    await until('the release to go on', () => (/waiting for staging/.test(card(2).text) ? undefined : true), 40_000);
    expect(machine.aws.slack.messages().some(({ text }) => text.includes('Done:'))).toBe(false);
  });
});
