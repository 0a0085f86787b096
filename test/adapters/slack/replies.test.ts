import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { slackReplies } from '#adapters/slack/replies.ts';

const MESSAGE = { text: 'done', blocks: [{ type: 'section' }] };

/** Somebody who answers every request with this. */
async function answering(status: number, headers: Record<string, string> = {}) {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(status, headers).end('said');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, bodies, close: () => server.close() };
}

describe('an answer to one person in Slack', () => {
  let open: { close(): void } | undefined;
  afterEach(() => {
    open?.close();
    vi.unstubAllGlobals();
  });

  it('is posted to the address that came with the question, for her alone, and replaces nothing', async () => {
    const server = await answering(200);
    open = server;
    expect(await slackReplies(server.origin).say(`${server.origin}/a/b`, MESSAGE)).toBe('said');
    expect(server.bodies).toEqual([{ response_type: 'ephemeral', replace_original: false, ...MESSAGE }]);
  });

  it.each([
    'http://hooks.slack.com/commands/T/1/x',
    'https://hooks.slack.com.evil.test/commands/T/1/x',
    'https://hooks.slack.com@evil.test/',
    'https://amy:pass@hooks.slack.com/commands',
    'https://hooks.slack.com:444/commands',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'no address at all',
  ])('goes nowhere but to Slack: not to %s', async (url) => {
    const asked = vi.fn();
    vi.stubGlobal('fetch', asked);
    expect(await slackReplies().say(url, MESSAGE)).toBe('gone');
    expect(asked).not.toHaveBeenCalled();
  });

  it('is given up when the address is over, and tried again when Slack is away or asks for quiet', async () => {
    for (const [status, becomes] of [
      [404, 'gone'],
      [410, 'gone'],
      [429, /429/],
      [503, /503/],
    ] as const) {
      const server = await answering(status, { 'retry-after': '1' });
      const said = slackReplies(server.origin).say(`${server.origin}/a`, MESSAGE);
      if (typeof becomes === 'string') expect(await said).toBe(becomes);
      else await expect(said).rejects.toThrow(becomes);
      server.close();
    }
  });

  it('is not carried elsewhere by a redirect, and a fault does not tell the address', async () => {
    const server = await answering(302, { location: 'http://127.0.0.1:1/elsewhere' });
    open = server;
    const fault = await slackReplies(server.origin).say(`${server.origin}/secret-address`, MESSAGE).catch(String);
    expect(fault).toMatch(/Error/);
    expect(fault).not.toContain('secret-address');
  });
});
