import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackChat } from '#adapters/slack/chat.ts';
import { ChatRefused } from '#core/ports/chat.ts';
import { close, listen } from '#local/http/endpoint.ts';

const MESSAGE = { channel: 'C012', text: 'hello#2', blocks: [] };

describe('Slack, when it refuses the bot`s token', () => {
  let server: Server;
  let good: string | undefined;
  let refusal: string;
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    good = 'xoxb-new';
    refusal = 'invalid_auth';
    server = createServer((request, response) => {
      asked.push(request.headers.authorization ?? '');
      const isGood = request.headers.authorization === `Bearer ${good}`;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isGood ? { ok: true, channel: 'C012', ts: '1.2' } : { ok: false, error: refusal }));
    });
    await listen(server, 0);
  });
  afterEach(() => close(server));

  /** What the secret gives: at first what was read before, and what it has now to whoever asks again. */
  const chat = (known: string, now: string) => {
    const reads: boolean[] = [];
    const token = async ({ again } = { again: false }) => {
      reads.push(again);
      return again ? now : known;
    };
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    return { chat: slackChat({ token, apiUrl }), reads };
  };

  it.each(['invalid_auth', 'token_revoked', 'account_inactive'])(
    '%s: reads the secret anew and says it with the new one, at once (O06)',
    async (error) => {
      refusal = error;
      const { chat: slack, reads } = chat('xoxb-old', 'xoxb-new');
      expect(await slack.post(MESSAGE)).toBe('C012/1.2');
      await slack.update(MESSAGE, 'C012/1.2');
      expect(asked).toEqual(['Bearer xoxb-old', 'Bearer xoxb-new', 'Bearer xoxb-old', 'Bearer xoxb-new']);
      expect(reads).toEqual([false, true, false, true]);
    },
  );

  it('says nothing a second time with the same token, and leaves the message to be tried again', async () => {
    const { chat: slack } = chat('xoxb-old', 'xoxb-old');
    const refused = slack.post(MESSAGE);
    await expect(refused).rejects.toThrow(/SLACK_TOKEN_SECRET names \(invalid_auth\): put in/);
    await expect(refused).rejects.not.toBeInstanceOf(ChatRefused);
    await expect(refused).rejects.not.toThrow(/xoxb/);
    expect(asked).toHaveLength(1);
  });

  it('gives up after the second token', async () => {
    good = undefined;
    const { chat: slack } = chat('xoxb-old', 'xoxb-new');
    await expect(slack.post(MESSAGE)).rejects.toThrow(/put in the one that the app has now/);
    expect(asked).toHaveLength(2);
  });

  it('asks with the same token about everything else', async () => {
    refusal = 'channel_not_found';
    const { chat: slack, reads } = chat('xoxb-old', 'xoxb-new');
    await expect(slack.post(MESSAGE)).rejects.toBeInstanceOf(ChatRefused);
    expect(reads).toEqual([false]);
  });
});
