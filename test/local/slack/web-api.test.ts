import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KnownBlock, LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '#local/http/endpoint.ts';
import { createSlack, type Slack } from '#local/slack/create-slack.ts';
import { manualClock } from '#local/time/manual-clock.ts';

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe("Slack's Web API on one machine, through the official client", () => {
  const clock = manualClock(1_700_000_000_000);
  let slack: Slack;
  let endpoint: Endpoint;
  let client: WebClient;

  beforeEach(async () => {
    slack = createSlack({ dir: ':memory:', clock });
    endpoint = await startEndpoint(0, [slack.service]);
    client = clientOf('xoxb-test');
  });
  afterEach(async () => {
    await endpoint.close();
    slack.close();
  });

  const clientOf = (token: string | undefined) =>
    new WebClient(token, {
      slackApiUrl: `${endpoint.url}/slack/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => LogLevel.ERROR,
        setName() {},
      },
    });

  it('posts a message with blocks, replies in its thread, updates it and links to it', async () => {
    const blocks = [section('*hello#2* is on its way')];
    const card = await client.chat.postMessage({ channel: '#releases', text: 'hello#2', blocks });
    const channel = card.channel ?? '';
    const ts = card.ts ?? '';
    const reply = await client.chat.postMessage({ channel, thread_ts: ts, text: 'built' });
    await client.chat.update({ channel, ts, text: 'done' });
    expect(card).toMatchObject({ ok: true, channel: expect.stringMatching(/^C[A-Z0-9]+$/), message: { blocks } });
    expect(slack.messages()).toMatchObject([
      { ts, text: 'done', blocks, channelName: '#releases' },
      { ts: reply.ts, threadTs: ts, text: 'built' },
    ]);
    await client.chat.update({ channel, ts, text: 'done', blocks: [] });
    expect(slack.messages()[0]?.blocks).toEqual([]);
    expect(slack.messages({ since: ts })).toHaveLength(1);
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts });
    expect(permalink).toContain(`/archives/${channel}/p${ts.replace('.', '')}`);
  });

  it('takes JSON bodies too', async () => {
    const response = await fetch(`${endpoint.url}/slack/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer t', 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: 'C123', text: 'hi', blocks: [section('hi')] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: 'C123', message: { text: 'hi' } });
  });

  it('tells listeners of posts and updates until they leave', async () => {
    const heard: string[] = [];
    const leave = slack.onMessage((message) => void heard.push(message.text));
    const { channel = '', ts = '' } = await client.chat.postMessage({ channel: 'C1X', text: 'one' });
    await client.chat.update({ channel, ts, text: 'two' });
    leave();
    await client.chat.postMessage({ channel: 'C1X', text: 'three' });
    expect(heard).toEqual(['one', 'two']);
  });

  it('gives every message its own ts, also within one millisecond', async () => {
    const posted = await Promise.all([1, 2, 3].map(() => client.chat.postMessage({ channel: 'C1X', text: 'x' })));
    expect(new Set(posted.map((message) => message.ts)).size).toBe(3);
    expect(posted[0]?.ts).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('says who the bot is, and not_authed to a caller without a token', async () => {
    expect(await client.auth.test()).toMatchObject({ ok: true, user_id: expect.any(String) });
    await expect(clientOf(undefined).auth.test()).rejects.toMatchObject({ data: { error: 'not_authed' } });
  });

  const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
  const mrkdwn = (length: number) => ({ type: 'mrkdwn' as const, text: 'x'.repeat(length) });
  const plain = (length: number) => ({ type: 'plain_text' as const, text: 'x'.repeat(length) });

  const dialog = (title: number, text: number, answer: number) => ({
    title: plain(title),
    text: plain(text),
    confirm: plain(answer),
    deny: plain(answer),
  });

  it.each<[string, KnownBlock[], KnownBlock[]]>([
    ['blocks', many(50, section('x')), many(51, section('x'))],
    ['section text', [section('x'.repeat(3000))], [section('x'.repeat(3001))]],
    ['empty text', [section('x')], [section('')]],
    ['header', [{ type: 'header', text: plain(150) }], [{ type: 'header', text: plain(151) }]],
    [
      'fields',
      [{ type: 'section', fields: many(10, mrkdwn(2000)) }],
      [{ type: 'section', fields: many(11, mrkdwn(1)) }],
    ],
    ['field text', [{ type: 'section', fields: [mrkdwn(2000)] }], [{ type: 'section', fields: [mrkdwn(2001)] }]],
    [
      'context elements',
      [{ type: 'context', elements: many(10, mrkdwn(1)) }],
      [{ type: 'context', elements: many(11, mrkdwn(1)) }],
    ],
    [
      'button text',
      [{ type: 'actions', elements: [{ type: 'button', text: plain(75), action_id: 'a' }] }],
      [{ type: 'actions', elements: [{ type: 'button', text: plain(76), action_id: 'a' }] }],
    ],
    [
      'button value',
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), value: 'x'.repeat(2000) }] }],
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), value: 'x'.repeat(2001) }] }],
    ],
    [
      'button confirm',
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), confirm: dialog(100, 300, 30) }] }],
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), confirm: dialog(100, 301, 30) }] }],
    ],
    [
      'button confirm title',
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), confirm: dialog(100, 1, 1) }] }],
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), confirm: dialog(101, 1, 1) }] }],
    ],
    [
      'button style',
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), style: 'danger' }] }],
      [{ type: 'actions', elements: [{ type: 'button', text: plain(1), style: 'default' as 'danger' }] }],
    ],
    [
      'actions of one name',
      [{ type: 'actions', elements: ['a', 'b'].map((id) => ({ type: 'button', text: plain(1), action_id: id })) }],
      [{ type: 'actions', elements: ['a', 'a'].map((id) => ({ type: 'button', text: plain(1), action_id: id })) }],
    ],
    [
      'actions elements',
      [{ type: 'actions', elements: many(25, { type: 'button', text: plain(1) }) }],
      [{ type: 'actions', elements: many(26, { type: 'button', text: plain(1) }) }],
    ],
  ])('holds the limit of %s exactly', async (_what, good, bad) => {
    const post = (blocks: KnownBlock[]) => client.chat.postMessage({ channel: 'C1X', text: 'x', blocks });
    expect((await post(good)).ok).toBe(true);
    await expect(post(bad)).rejects.toMatchObject({ data: { error: 'invalid_blocks' } });
    expect(slack.messages()).toHaveLength(1);
  });

  it.each<[string, { channel: string; text: string; thread_ts?: string }]>([
    ['channel_not_found', { channel: '', text: 'x' }],
    ['no_text', { channel: 'C1X', text: '' }],
    ['msg_too_long', { channel: 'C1X', text: 'x'.repeat(40_001) }],
    ['thread_not_found', { channel: 'C1X', text: 'x', thread_ts: '1.000001' }],
  ])('refuses with %s', async (error, message) => {
    await expect(client.chat.postMessage(message)).rejects.toMatchObject({ data: { error } });
    expect(slack.messages()).toEqual([]);
  });

  it('refuses to update what is not there, and an argument it would have to ignore', async () => {
    await expect(client.chat.update({ channel: 'C1X', ts: '1.000001', text: 'x' })).rejects.toMatchObject({
      data: { error: 'message_not_found' },
    });
    await expect(client.chat.postMessage({ channel: 'C1X', text: 'x', icon_emoji: ':ghost:' })).rejects.toMatchObject({
      data: { error: 'invalid_arguments' },
    });
  });

  it('fails in each way Slack can fail, and recovers', async () => {
    const post = () => client.chat.postMessage({ channel: 'C1X', text: 'x' });
    slack.outage(true, 'http-500');
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    slack.outage(true, 'rate-limited');
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    slack.outage(true, 'ok-false');
    await expect(post()).rejects.toMatchObject({ data: { error: 'internal_error' } });
    slack.outage(false);
    await post();
    expect(slack.messages()).toHaveLength(1);
  });

  it('remembers messages over a restart', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'slack-'));
    const first = createSlack({ dir, clock });
    const other = await startEndpoint(0, [first.service]);
    const { ts } = await new WebClient('t', { slackApiUrl: `${other.url}/slack/api/` }).chat.postMessage({
      channel: '#releases',
      text: 'kept',
    });
    await other.close();
    first.close();
    const again = createSlack({ dir, clock });
    expect(again.messages()).toMatchObject([{ ts, text: 'kept' }]);
    again.close();
  });
});
