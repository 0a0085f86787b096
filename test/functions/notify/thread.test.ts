import { beforeEach, describe, expect, it } from 'vitest';
import { type MemoryChat, memoryChat } from '#adapters/memory/chat.ts';
import { slackChat } from '#adapters/slack/chat.ts';
import type { LedgerEvent } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { type Chat, ChatRefused } from '#core/ports/chat.ts';
import type { Table } from '#core/ports/table.ts';
import { unlessRefused } from '#functions/notify/unless-refused.ts';
import { STREAMS } from '#infra/installation.ts';
import { startEndpoint } from '#local/http/endpoint.ts';
import { createSlack } from '#local/slack/create-slack.ts';
import { manualClock } from '#local/time/manual-clock.ts';
import { countsIn } from '#test/fixtures/embedded-metrics.ts';
import { anEvent, NOW, notifyBench } from './notify-bench.ts';

const RETRIES = STREAMS.find((stream) => stream.function === 'notify')?.retries;

describe('one thread per release', () => {
  let chat: MemoryChat;
  beforeEach(() => {
    chat = memoryChat();
  });
  const said = () => chat.messages().map(({ message }) => message.text);

  it('opens with the card, says each event below it in order, and keeps the card up to date', async () => {
    const bench = await notifyBench(chat);
    expect(await bench.tell(anEvent())).toBe('said');
    const one = await bench.happens({ sentence: 'will build', to: 'BUILDING', kind: 'prepared' });
    const two = await bench.happens({ sentence: 'built hello', kind: 'artifact' });
    await bench.tell(one);
    await bench.tell(two);
    const [card, ...replies] = chat.messages();
    expect(said()).toEqual(['hello#2 building: built hello', 'will build', 'built hello']);
    expect(replies.every(({ thread }) => thread === card?.timestamp)).toBe(true);
    expect(card?.thread).toBeUndefined();
  });

  it('has a button for what makes sense now on its card, and none once the release has ended', async () => {
    const bench = await notifyBench(chat);
    const buttons = () => chat.messages()[0]?.message.blocks.filter(({ type }) => type === 'actions');
    await bench.tell(anEvent());
    expect(buttons()).toMatchObject([{ elements: [{ action_id: 'cancel', text: { text: 'Cancel' } }] }]);
    await bench.tell(await bench.happens({ sentence: 'is broken', to: 'FAILED', kind: 'ended' }));
    expect(buttons()).toEqual([]);
  });

  it('shows on its card what the ledger knows of its stages and its build', async () => {
    const bench = await notifyBench(chat);
    const at = NOW - 5 * 60_000;
    const run = { release: 'hello#2', stage: 'staging', arrivedAt: at, bakeStartedAt: at };
    await bench.table.write([
      create(keys.run('hello#2', 'staging'), run),
      create(keys.plan('hello#2'), { plan: { stages: [{ name: 'staging', bake: { forMs: 600_000, alarms: [] } }] } }),
      create(keys.build('hello#2'), { id: 'b:1', logs: 'https://logs.test/b' }),
    ]);
    await bench.tell(anEvent());
    for (const to of ['BUILDING', 'WAITING', 'DEPLOYING', 'VERIFYING', 'BAKING'] as const)
      await bench.tell(await bench.happens({ sentence: to, to, kind: 'entered', stage: 'staging' }));
    const shown = JSON.stringify(chat.messages()[0]?.message.blocks);
    expect(shown).toContain('▰▰▰▰▰▱▱▱▱▱ 5 of 10 min at <!date^');
    expect(shown).toContain('*Now:* bakes in staging until <!date^');
    expect(shown).toContain('<https://logs.test/b|build log>');
  });

  it('L8 says nothing twice when events are delivered twice, at once or late', async () => {
    const bench = await notifyBench(chat);
    const events = [anEvent(), await bench.happens({ sentence: 'one' }), await bench.happens({ sentence: 'two' })];
    for (const event of [...events, ...events, ...events.reverse()]) await bench.tell(event);
    expect(said()).toEqual(['hello#2 accepted: two', 'one', 'two']);
  });

  it('says what was refused as a reply, and the card goes on from what happened before that', async () => {
    const bench = await notifyBench(chat);
    await bench.tell(anEvent());
    const steps = [
      { sentence: 'will build', to: 'BUILDING', kind: 'prepared' },
      { sentence: 'built hello', to: 'WAITING', kind: 'artifact' },
      { sentence: 'deploys', to: 'DEPLOYING', kind: 'entered', stage: 'staging' },
      { sentence: 'bakes', to: 'BAKING', kind: 'bake-started' },
      { sentence: 'is held', kind: 'held' },
      { sentence: 'zoe was refused', kind: 'refused', actor: 'zoe' },
      { sentence: 'zoe was refused again', kind: 'refused', actor: 'zoe' },
    ] as const;
    for (const step of steps) await bench.tell(await bench.happens(step));
    const [head] = chat.messages();
    expect(said().at(-1)).toBe('zoe was refused again');
    expect(head?.message.text).toBe('hello#2 baking in staging: is held');
    expect(JSON.stringify(head?.message.blocks)).toContain('a person decides: `bakewatch resume hello staging`');
  });

  it('O01 throws while Slack is down, so that the stream tries again, and then says everything in order', async () => {
    const bench = await notifyBench(chat);
    const events = [anEvent(), await bench.happens({ sentence: 'one' })];
    chat.break(new Error('Slack answered 503'));
    await expect(bench.tell(anEvent())).rejects.toThrow('503');
    chat.break(undefined);
    for (const event of events) await bench.tell(event);
    expect(said()).toEqual(['hello#2 accepted: one', 'one']);
  });

  it('goes past a message that Slack refuses for good, says so in the log, and tries the next', async () => {
    const bench = await notifyBench(chat);
    const events = [anEvent(), await bench.happens({ sentence: 'one' })];
    const lines: string[] = [];
    const tell = (event = anEvent()) =>
      unlessRefused(bench.tell(event), event, { log: (line) => lines.push(line), now: () => 0 });
    chat.break(new ChatRefused('Slack refused a message: channel_not_found'));
    expect(await tell(events[0])).toBe('refused');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ release: 'hello#2', event: 1, error: 'ChatRefused' });
    expect(countsIn(lines[0] ?? '')).toEqual({ RefusedMessages: 1 });
    chat.break(new Error('Slack answered 503'));
    await expect(tell(events[1])).rejects.toThrow('503');
    chat.break(undefined);
    expect(await tell(events[1])).toBe('said');
  });

  it('O02 says what was given up before the next event that it says, in order and once', async () => {
    const bench = await notifyBench(chat);
    await bench.tell(anEvent());
    const given = [await bench.happens({ sentence: 'one' }), await bench.happens({ sentence: 'two' })];
    await bench.tell(await bench.happens({ sentence: 'three' }));
    for (const late of given) expect(await bench.tell(late)).toBe('said before');
    expect(said()).toEqual(['hello#2 accepted: three', 'one', 'two', 'three']);
  });

  it('O02 says everything once and in order when Slack was away for six hours, also what the stream gave up meanwhile', async () => {
    let now = NOW;
    const bench = await notifyBench(chat, undefined, () => now);
    const waiting: LedgerEvent[] = [];
    const happened: string[] = [];
    const givenUp: LedgerEvent[] = [];
    let tried = 0;
    // The stream goes on to the next event only when the one before was taken or given up.
    const tryFirst = async (): Promise<void> => {
      await expect(bench.tell(waiting[0] as LedgerEvent)).rejects.toThrow('503');
      tried = tried === RETRIES ? 0 : tried + 1;
      if (tried === 0) givenUp.push(...waiting.splice(0, 1));
    };
    await bench.tell(anEvent());
    chat.break(new Error('Slack answered 503'));
    for (let minute = 0; minute < 360; minute += 1, now += 60_000) {
      if (minute % 30 === 0) {
        happened.push(`waits since minute ${minute}`);
        waiting.push(await bench.happens({ sentence: `waits since minute ${minute}` }));
      }
      await tryFirst();
    }
    chat.break(undefined);
    for (const event of waiting) await bench.tell(event);
    expect(givenUp).toHaveLength(1);
    expect(said()).toEqual([`hello#2 accepted: ${happened.at(-1)}`, ...happened]);
    // Somebody sends the dead letters again.
    for (const event of givenUp) expect(await bench.tell(event)).toBe('said before');
    expect(said()).toHaveLength(1 + happened.length);
  });

  it('brings the card up to date when only that had failed', async () => {
    let failing = true;
    const flaky: Chat = {
      ...chat,
      update: (message, id) => (failing ? Promise.reject(new Error('Slack answered 503')) : chat.update(message, id)),
    };
    const bench = await notifyBench(flaky);
    const end = await bench.happens({ sentence: 'is broken', to: 'FAILED', kind: 'ended' });
    await expect(bench.tell(end)).rejects.toThrow('503');
    failing = false;
    expect(await bench.tell(end)).toBe('said before');
    expect(said()).toEqual(['hello#2 failed: is broken', 'is broken']);
  });

  /** A table before which the function dies at its n-th write: nothing of it is stored. */
  const dyingAt = (nth: number) => {
    let writes = 0;
    return (table: Table): Table => ({
      ...table,
      write: (changes) => {
        writes += 1;
        return writes === nth ? Promise.reject(new Error('the function died')) : table.write(changes);
      },
    });
  };

  it.each([1, 2, 3, 4, 5])('C07 says everything once when the function dies before its write %i', async (nth) => {
    const bench = await notifyBench(chat, dyingAt(nth));
    const events = [anEvent(), await bench.happens({ sentence: 'one' })];
    let deaths = 0;
    for (const event of events) {
      await bench.tell(event).catch(() => {
        deaths += 1;
        return bench.tell(event);
      });
    }
    expect(deaths).toBe(1);
    expect(said()).toEqual(['hello#2 accepted: one', 'one']);
  });

  it('C07 says an event at most once more when Slack does not let us read', async () => {
    const blind: Chat = { ...chat, find: async () => undefined };
    const bench = await notifyBench(blind, dyingAt(5));
    const event = await bench.happens({ sentence: 'one' });
    await bench.tell(anEvent());
    await bench.tell(event).catch(() => bench.tell(event));
    await bench.tell(event);
    expect(said()).toEqual(['hello#2 accepted: one', 'one', 'one']);
  });

  it('leaves the thread to the instance that was faster', async () => {
    const bench = await notifyBench(chat);
    const event = await bench.happens({ sentence: 'one' });
    await bench.tell(anEvent());
    const told = await Promise.allSettled([bench.tell(event), bench.tell(event)]);
    expect(told.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(said()).toEqual(['hello#2 accepted: one', 'one']);
  });

  it('tells nobody when the service has no channel, or is no longer configured', async () => {
    const bench = await notifyBench(chat);
    await bench.table.write([{ remove: keys.config(1, 'hello'), expected: 1 }]);
    expect(await bench.tell(anEvent())).toBe('nobody to tell');
    expect(chat.messages()).toEqual([]);
  });

  it("speaks to Slack's Web API: a thread in a channel named by its name, updated by Slack's id of it", async () => {
    const slack = createSlack({ dir: ':memory:', clock: manualClock(NOW) });
    const endpoint = await startEndpoint(0, [slack.service]);
    const real = slackChat({ token: async () => 'xoxb-test', apiUrl: `${endpoint.url}/slack/api/` });
    const bench = await notifyBench(real);
    await bench.tell(anEvent());
    await bench.tell(await bench.happens({ sentence: 'waits for `staging`', page: true, alarms: ['5xx'] }));
    const [card, reply] = slack.messages();
    expect(card).toMatchObject({
      channelName: '#releases',
      text: 'hello#2 accepted: waits for `staging`',
      editedTs: expect.any(String),
    });
    expect(reply).toMatchObject({ threadTs: card?.ts, text: 'waits for `staging`' });
    expect(await bench.table.read(keys.thread('hello#2'))).toMatchObject({
      head: `${card?.channel}/${card?.ts}`,
      timestamp: card?.ts,
    });
    const gone = real.update({ channel: '#releases', text: 'x', blocks: [] }, `${card?.channel}/1.000001`);
    await expect(gone).rejects.toBeInstanceOf(ChatRefused);
    await endpoint.close();
    slack.close();
  });
});
