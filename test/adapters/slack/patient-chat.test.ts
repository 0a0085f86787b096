import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { memoryChat } from '#adapters/memory/chat.ts';
import { slackChat } from '#adapters/slack/chat.ts';
import { patientChat } from '#adapters/slack/patient-chat.ts';
import { type Chat, ChatBusy } from '#core/ports/chat.ts';

const MESSAGE = { channel: '#releases', text: 'hello', blocks: [] };

/** Slack in memory that wants quiet so many times, for so long, and a clock that only moves when somebody sleeps. */
function scene(times: number, quietMs: number, mostMs: number) {
  let now = 1_000;
  let asked = 0;
  let left = times;
  const inner = memoryChat();
  const busy: Chat = {
    ...inner,
    async post(message, thread) {
      asked += 1;
      left -= 1;
      if (left >= 0) throw new ChatBusy(quietMs);
      return inner.post(message, thread);
    },
  };
  const quiet = { until: 0 };
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    now += ms;
  };
  const call = () => patientChat(busy, { now: () => now, sleep, quiet, mostMs });
  return { call, slept, asked: () => asked, said: () => inner.messages().length, pass: (ms: number) => (now += ms) };
}

describe('Slack that wants quiet', () => {
  it('is left in peace for as long as it said, and then told, within the same call', async () => {
    const { call, slept, asked, said } = scene(1, 30_000, 100_000);
    await call().post(MESSAGE);
    expect([slept, asked(), said()]).toEqual([[30_000], 2, 1]);
  });

  it('is not asked before the time that it named is over, however often the stream tries', async () => {
    const { call, asked, pass, said } = scene(1, 600_000, 100_000);
    for (const _ of [1, 2, 3]) await expect(call().post(MESSAGE)).rejects.toBeInstanceOf(ChatBusy);
    expect(asked()).toBe(1);
    pass(599_000);
    await call().post(MESSAGE);
    expect([asked(), said()]).toEqual([2, 1]);
  });

  it('is waited for no longer than the call has, in all', async () => {
    const { call, slept } = scene(5, 40_000, 100_000);
    await expect(call().post(MESSAGE)).rejects.toBeInstanceOf(ChatBusy);
    expect(slept).toEqual([40_000, 40_000]);
  });

  it('says for how long in the header that Slack documents', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(429, { 'retry-after': '30', 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    const said = slackChat({ token: async () => 'xoxb-test', apiUrl }).post(MESSAGE);
    await expect(said).rejects.toMatchObject({ name: 'ChatBusy', quietMs: 30_000 });
    const found = slackChat({ token: async () => 'xoxb-test', apiUrl }).find({ channel: 'C1', since: 0 }, 'key');
    await expect(found).rejects.toMatchObject({ name: 'ChatBusy' });
    server.close();
  });
});
