import { describe, expect, it } from 'vitest';
import { APPROVE, buttonValue, clickPayload, formOf, type Pressed, slackBench } from './slack-bench.ts';

const seen = { digest: `sha256:${'7'.repeat(64)}`, state: 'WAITING' };

/** What becomes of one click. */
async function pressed(click: Pressed) {
  const bench = slackBench();
  const answer = await bench.press(click);
  return { answer, order: bench.sent()[0] };
}

describe('the order that a click gives', () => {
  it('is the command of the button, in the name of who pressed it, for what she was shown', async () => {
    const { answer, order } = await pressed({ value: buttonValue({ command: APPROVE, seen }) });
    expect(answer).toEqual({ status: 200, outcome: 'handed over' });
    expect(order).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      by: { via: 'slack', id: 'T012HOME/U012AMY' },
      reason: 'pressed Approve in Slack',
      command: APPROVE,
      seen,
    });
  });

  it('has the reason that was typed, on one line', async () => {
    const { order } = await pressed({ typed: ' looked at it,\n twice ' });
    expect(order?.reason).toBe('looked at it, twice');
  });

  it.each([null, '', ' \n '])('has the button for a reason when %j was typed', async (typed) => {
    const { order } = await pressed({ typed, label: 'Roll back' });
    expect(order?.reason).toBe('pressed Roll back in Slack');
  });

  it.each([
    ['called otherwise', { comment: { type: 'plain_text_input', value: 'not why' } }],
    ['in which nothing is typed', { reason: { type: 'radio_buttons', value: 'not why' } }],
    ['without a text', { reason: { type: 'plain_text_input', value: 7 } }],
  ])('takes no reason from an input %s', async (_what, input) => {
    const bench = slackBench();
    await bench.post(formOf({ ...clickPayload(), state: { values: { block: input } } }));
    expect(bench.sent()[0]?.reason).toBe('pressed Approve in Slack');
  });

  it('is another one for another click, person, team or button (J07)', async () => {
    const clicks: Pressed[] = [
      {},
      { at: '1800000000.123457' },
      { user: 'U012BOB' },
      { home: 'T034', team: 'T034' },
      { value: buttonValue({ command: { ...APPROVE, kind: 'reject' } }) },
    ];
    const ids = await Promise.all(clicks.map(async (click) => (await pressed(click)).order?.id));
    expect(new Set(ids).size).toBe(clicks.length);
    expect(ids).not.toContain(undefined);
  });

  it('is none where a button only opens a page, which Slack wants to be answered all the same', async () => {
    const { answer, order } = await pressed({ value: undefined });
    expect(answer).toEqual({ status: 200, outcome: 'nothing to do' });
    expect(order).toBeUndefined();
  });

  it('throws when it cannot be handed over: nobody is told that it was', async () => {
    const bench = slackBench({ orders: { send: () => Promise.reject(new Error('TooManyRequests')) } });
    await expect(bench.press()).rejects.toThrow('TooManyRequests');
  });
});

describe('the team of who pressed', () => {
  it.each<[string, Pressed, string]>([
    ['her workspace', { team: 'T012HOME' }, 'T012HOME/U012AMY'],
    ['the organisation of the workspace', { team: 'E012', enterprise: 'E012' }, 'E012/U012AMY'],
    ['the workspace, where Slack names no other', { team: undefined }, 'T012HOME/U012AMY'],
    [
      'the organisation that the app is installed in as a whole',
      { home: null, team: 'E012', enterprise: 'E012' },
      'E012/U012AMY',
    ],
  ])('is %s', async (_what, click, id) => {
    const { order } = await pressed(click);
    expect(order?.by).toEqual({ via: 'slack', id });
  });

  it.each<[string, Pressed]>([
    ['another company in a shared channel', { team: 'T999' }],
    ['another organisation', { team: 'E999', enterprise: 'E012' }],
    ['a workspace, where the app says nothing of its own', { team: 'T999', home: null }],
  ])('is not %s: her click is refused (J04)', async (_what, click) => {
    const { answer, order } = await pressed(click);
    expect(answer).toMatchObject({
      status: 403,
      outcome: 'outsider',
      message: expect.stringContaining(`${click.team}/U012AMY`),
    });
    expect(order).toBeUndefined();
  });

  it('may be another one that was named, and then stands in the order: the same user of two teams is two persons (J04)', async () => {
    const bench = slackBench({ teams: ['T999'] });
    await bench.press({ team: 'T999' });
    await bench.press();
    expect(bench.sent().map(({ by }) => by.id)).toEqual(['T999/U012AMY', 'T012HOME/U012AMY']);
  });
});

describe('what is signed and is no click on a button of ours', () => {
  const payload = clickPayload();
  const [action] = payload.actions;
  const reason = { reason: { type: 'plain_text_input', value: 'why' } };

  it.each<[string, unknown]>([
    ['of another type', { ...payload, type: 'view_submission' }],
    ['without a user', { ...payload, user: undefined }],
    ['of a user that is no id', { ...payload, user: { id: 'amy' } }],
    ['of a team that is no id', { ...payload, user: { id: 'U012AMY', team_id: 'T012/U012' } }],
    ['of nobody’s team', { ...payload, user: { id: 'U012AMY' }, team: null }],
    ['without actions', { ...payload, actions: [] }],
    ['of two actions', { ...payload, actions: [action, action] }],
    ['without its time', { ...payload, actions: [{ ...action, action_ts: undefined }] }],
    ['with a value that is no text', { ...payload, actions: [{ ...action, value: { command: APPROVE } }] }],
    ['with two reasons', { ...payload, state: { values: { a: reason, b: reason } } }],
    ['with a reason that is too long', clickPayload({ typed: 'x'.repeat(1_001) })],
    ['with a reason that turns the writing round', clickPayload({ typed: 'ok \u202e' })],
    ['that is a list', [payload]],
    ['that is null', null],
  ])('refuses a payload %s', async (_what, sent) => {
    const bench = slackBench();
    expect(await bench.post(formOf(sent))).toMatchObject({ status: 400, outcome: 'malformed' });
    expect(bench.sent()).toEqual([]);
  });

  it.each([
    ['no payload', 'a=1'],
    ['two payloads', `${formOf(payload)}&${formOf(payload)}`],
    ['a percent sign that begins nothing', 'payload=%zz'],
    ['no JSON', 'payload=%7B'],
    ['a key twice', `payload=${encodeURIComponent('{"type":"block_actions","type":"block_actions"}')}`],
    ['bytes that are not UTF-8', 'payload=%ff'],
    ['nothing', ''],
  ])('refuses a form with %s (W07, W08)', async (_what, body) => {
    const bench = slackBench();
    expect(await bench.post(body)).toMatchObject({ status: 400, outcome: 'malformed' });
    expect(bench.sent()).toEqual([]);
  });

  it.each([
    ['of another version', '{"command":{"kind":"emergency","release":"hello#7"},"v":2}', /another version/],
    ['of somebody else', 'click_me_123', /not one that Bakewatch writes/],
    ['of no command that there is', '{"command":{"kind":"explode"},"v":1}', /one of the commands/],
    ['of a command with more in it', '{"command":{"by":"bob","kind":"emergency","release":"hello#7"},"v":1}', /by/],
    ['that says who presses it', '{"by":"bob","command":{"kind":"emergency","release":"hello#7"},"v":1}', /not one/],
  ])('refuses a value %s, with the reason (J06)', async (_what, value, sentence) => {
    const { answer, order } = await pressed({ value });
    expect(answer).toMatchObject({ status: 400, message: expect.stringMatching(sentence) });
    expect(order).toBeUndefined();
  });
});
