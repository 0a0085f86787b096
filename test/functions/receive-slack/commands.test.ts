import { describe, expect, it } from 'vitest';
import { blockMistakes } from '#local/slack/block-limits.ts';
import { NOON } from '#test/fixtures/ledger.ts';
import { clickPayload, formOf, RESPONSE_URL, slackBench, slashForm } from './slack-bench.ts';

describe('a command typed in Slack', () => {
  it.each([
    ['status', { kind: 'status' }],
    ['status hello', { kind: 'status', service: 'hello' }],
    ['why hello#7', { kind: 'why', asked: 'hello#7' }],
  ])('%s is handed over with the address of its answer, and acknowledged with nothing', async (text, asked) => {
    const bench = slackBench();
    expect(await bench.type(text)).toEqual({ status: 200, outcome: 'handed over' });
    expect(bench.asked()).toEqual([{ responseUrl: RESPONSE_URL, asked }]);
    expect(bench.sent()).toEqual([]);
  });

  it('to freeze is an order of whom Slack signs for, with what she typed, unescaped, as its reason', async () => {
    const bench = slackBench();
    await bench.type(
      'freeze hello/production for 30m <the> fair & &amp;lt;'.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    const [question] = bench.asked();
    expect(question?.asked).toEqual({
      kind: 'order',
      order: {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        by: { via: 'slack', id: 'T012HOME/U012AMY' },
        reason: '<the> fair & &lt;',
        command: { kind: 'freeze', service: 'hello', stage: 'production', until: NOON + 1_800_000 },
      },
    });
  });

  it('that comes twice is one order, and typed again another (J07)', async () => {
    const bench = slackBench();
    await bench.type('freeze hello why');
    await bench.type('freeze hello why');
    await bench.type('freeze hello why', { trigger_id: 'another.1' });
    const ids = bench.asked().map(({ asked }) => asked.kind === 'order' && asked.order.id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('that is not understood is answered at once: what was not, and what can be said; the name is that of the app', async () => {
    const bench = slackBench();
    const said = await bench.type('deploy <!channel>', { command: '/ship' });
    expect(said).toMatchObject({ status: 200, outcome: 'nothing to do' });
    const shown = JSON.stringify(said.shown);
    expect(shown).toContain('there is no command \\"deploy\\"');
    expect(shown).toContain('`/ship status hello`');
    expect(blockMistakes(said.shown?.blocks)).toEqual([]);
    expect(bench.asked()).toEqual([]);
  });

  it('that no order may hold is answered with why, markup escaped', async () => {
    const bench = slackBench();
    const { shown } = await bench.type(`freeze hello <!channel> ${'x'.repeat(1_200)}`);
    expect(JSON.stringify(shown)).toContain('reason must be 1 to 1000 characters');
    const other = await bench.type('<!channel>');
    expect(JSON.stringify(other.shown)).toContain('&lt;!channel&gt;');
    expect(JSON.stringify(other.shown)).not.toContain('<!channel>');
  });

  it('is refused like a click when it is not signed, or old', async () => {
    const bench = slackBench();
    expect(await bench.type('status', {}, { secret: 'guessed' })).toMatchObject({ status: 401 });
    expect(await bench.type('status', {}, { timestamp: String(NOON / 1_000 - 301) })).toMatchObject({ status: 401 });
    expect(bench.asked()).toEqual([]);
  });

  it.each([
    ['no user', { user_id: '' }],
    ['a user who is none', { user_id: '../U012' }],
    ['no team', { team_id: 'home' }],
    ['no address for the answer', { response_url: 'javascript:alert(1)' }],
    ['a command that is none', { command: 'status' }],
    ['no trigger', { trigger_id: '' }],
  ])('with %s is malformed', async (_what, over) => {
    const bench = slackBench();
    expect(await bench.type('freeze everything why', over)).toMatchObject({ status: 400, outcome: 'malformed' });
    expect(bench.asked()).toEqual([]);
  });

  it('with two users is malformed: which one would it be?', async () => {
    const bench = slackBench();
    expect(await bench.post(`${slashForm('status')}&user_id=U012ZOE`)).toMatchObject({ status: 400 });
  });

  it('that only asks whether somebody is there is answered', async () => {
    expect(await slackBench().post('ssl_check=1&token=canary')).toEqual({ status: 200, outcome: 'nothing to do' });
  });

  it('throws when it could not be handed over, so that Slack says so', async () => {
    const bench = slackBench({ questions: { send: () => Promise.reject(new Error('Lambda is away')) } });
    await expect(bench.type('status')).rejects.toThrow('away');
  });
});

describe('whose click is refused at the door', () => {
  const CLICK = 'https://hooks.slack.com/actions/canary-response-url';

  it('is told why, alone, where Slack shows no more than a warning', async () => {
    const bench = slackBench();
    expect(await bench.press({ team: 'T099ELSE' })).toMatchObject({ status: 403, outcome: 'outsider' });
    expect(await bench.press({ value: '{"v":2}' })).toMatchObject({ status: 400, outcome: 'malformed' });
    expect(bench.asked()).toMatchObject([
      {
        responseUrl: CLICK,
        asked: { kind: 'said', sentence: expect.stringContaining('you belong to another workspace') },
      },
      {
        responseUrl: CLICK,
        asked: { kind: 'said', sentence: expect.stringContaining('another version of Bakewatch') },
      },
    ]);
  });

  it('is refused all the same when she cannot be told', async () => {
    const away = { send: () => Promise.reject(new Error('Lambda is away')) };
    expect(await slackBench({ questions: away }).press({ team: 'T099ELSE' })).toMatchObject({ status: 403 });
    const { response_url: _, ...payload } = clickPayload({ team: 'T099ELSE' });
    expect(await slackBench().post(formOf(payload))).toMatchObject({ status: 403 });
  });
});
