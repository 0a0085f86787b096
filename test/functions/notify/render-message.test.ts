import type { ActionsBlock, Button } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readActionValue } from '#core/commands/action-value.ts';
import type { Offer } from '#core/commands/offers.ts';
import type { EventKind } from '#core/ledger/items.ts';
import type { ChatMessage } from '#core/ports/chat.ts';
import { ONGOING, type Release, TERMINAL } from '#core/release/release.ts';
import type { Links } from '#functions/notify/links.ts';
import { renderCard, renderReply } from '#functions/notify/render-message.ts';
import { blockMistakes } from '#local/slack/block-limits.ts';
import { anEvent, aRelease, pages } from './notify-bench.ts';

const links: Links = {
  execution: pages.execution('arn:aws:states:eu-central-1:123456789012:execution:release:hello-2'),
  commit: 'https://github.test/acme/hello/commit/abab',
  compare: 'https://github.test/acme/hello/compare/cdcd...abab',
  alarm: pages.alarm,
};
const stages = ['staging', 'production'];
const card = (changes: Partial<Release>, after?: EventKind): ChatMessage =>
  renderCard('#releases', { release: aRelease(changes), stages, after }, links);
const reply = (changes: Parameters<typeof anEvent>[0]): ChatMessage =>
  renderReply('#releases', anEvent(changes), links);
const texts = (message: ChatMessage): string[] =>
  [...JSON.stringify(message.blocks).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
    JSON.parse(`"${text}"`),
  );

describe('the card', () => {
  it('says what, where, why, who, what next, and links to it all', () => {
    const message = card({ state: 'BAKING', stage: 'staging', reason: 'bakes in staging, watching hello-5xx' });
    expect(message.text).toBe('hello#2 baking in staging: bakes in staging, watching hello-5xx');
    expect(texts(message)).toEqual([
      ':hourglass_flowing_sand: hello#2 baking in staging',
      'bakes in staging, watching hello-5xx',
      '*<https://github.test/acme/hello/commit/abab|abababa>*',
      'Mend the door · amy',
      '*Next:* production',
      `<${links.execution}|execution> · <${links.compare}|compare>`,
      'acme/hello · main',
    ]);
  });

  it('calls whoever cancelled it by her name in Slack, and nobody whom she or a commit only names', () => {
    const by = 'slack:T012HOME/U012AMY';
    const reason = `cancelled by ${by}: as slack:T012HOME/U012AMYX and slack:T012HOME/U012BOB said`;
    const cancelled = { by, reason: 'pressed', at: 0 };
    expect(texts(card({ state: 'CANCELLED', reason, cancelled }))).toContain(
      'cancelled by <@U012AMY>: as slack:T012HOME/U012AMYX and slack:T012HOME/U012BOB said',
    );
    expect(texts(card({ state: 'FAILED', reason }))).toContain(reason);
  });

  it('says which checks it waits for, until when, and what comes then', () => {
    const reason = 'waits for its checks: build is red (failure); goes on when every one is green';
    const message = card({ state: 'CHECKING', reason });
    expect(message.text).toBe(`hello#2 waiting for its checks: ${reason}`);
    expect(texts(message)).toContain(
      '*Next:* the build as soon as every check is green, then staging, then production',
    );
  });

  it('is loud in an emergency that is in force, and not before', () => {
    const emergency = { by: 'amy', reason: 'it burns', at: 0, isInForce: true };
    expect(card({ state: 'BAKING', stage: 'production', emergency }).text).toMatch(/^EMERGENCY hello#2 baking/);
    expect(card({ emergency: { ...emergency, isInForce: false } }).text).toMatch(/^hello#2 accepted/);
  });

  it.each<[Release['state'], Release['leaves'], string]>([
    [
      'ROLLED_BACK',
      'held',
      'production is held: push a commit that mends it, then `bakewatch resume hello production`',
    ],
    [
      'ROLLED_BACK',
      undefined,
      'production is held: push a commit that mends it, then `bakewatch resume hello production`',
    ],
    ['ROLLED_BACK', 'resumed', 'push a commit that mends it'],
    ['ROLLED_BACK', 'free', 'nothing was found wrong with the commit: `bakewatch deploy abababa --service hello`'],
    ['FAILED', 'held', 'production is held: push a commit that mends it, then `bakewatch resume hello production`'],
    ['FAILED', 'free', 'push a commit that mends it'],
    [
      'ROLLBACK_FAILED',
      'locked',
      'production stays locked until a person has looked and says `bakewatch resume hello production`',
    ],
    [
      'ROLLBACK_FAILED',
      'held',
      'production is held as it is: a person mends it, or takes it back with `bakewatch rollback hello production`, and says `bakewatch resume hello production`',
    ],
    ['ROLLBACK_FAILED', 'free', 'look at what runs in production'],
    ['ROLLBACK_FAILED', 'resumed', 'push a commit that mends it'],
  ])('of a release that ended %s and left its stage %s says what a person does', (state, leaves, next) => {
    const changes = { state, stage: 'production', ...(leaves ? { leaves } : {}) };
    expect(texts(card(changes))).toContain(`*Next:* ${next}`);
  });

  it.each<[Release['state'], string | undefined]>([
    ['ACCEPTED', 'production goes back to hello#1 as soon as nobody is at work there'],
    ['WAITING', 'production goes back to hello#1 as soon as nobody is at work there'],
    ['ROLLING_BACK', 'production is proved to run hello#1 again, then it is held'],
    ['SUCCEEDED', 'production is held: push a commit that mends it, then `bakewatch resume hello production`'],
    [
      'ROLLBACK_FAILED',
      'production stays locked until a person has looked and says `bakewatch resume hello production`',
    ],
    ['SUPERSEDED', undefined],
  ])('of a rollback by hand that is %s says what comes of it', (state, next) => {
    const goesTo = { release: 1, sha: 'a', digest: 'b', taskDefinitions: {}, at: 0 };
    const turnsBack = { stage: 'production', goesTo, by: 'amy', reason: 'slow' };
    const found = texts(card({ state, turnsBack })).find((text) => text.startsWith('*Next:*'));
    expect(found).toBe(next && `*Next:* ${next}`);
  });

  it.each<[string, Partial<Release>, EventKind | undefined, string | undefined]>([
    ['accepted', {}, 'accepted', 'the build, then staging, then production'],
    ['built', { state: 'WAITING' }, 'artifact', 'staging, then production'],
    ['waiting', { state: 'WAITING', stage: 'staging' }, 'blocked', 'staging as soon as nothing is in the way'],
    ['past a stage', { state: 'WAITING', stage: 'staging' }, 'deployed', 'production'],
    [
      'deploying',
      { state: 'DEPLOYING', stage: 'staging' },
      'entered',
      'staging is verified and bakes, then production',
    ],
    [
      'deploying to the last stage',
      { state: 'DEPLOYING', stage: 'production' },
      'entered',
      'production is verified and bakes',
    ],
    [
      'held while it bakes',
      { state: 'BAKING', stage: 'staging' },
      'held',
      'a person decides: `bakewatch resume hello staging`',
    ],
    [
      'rolled back',
      { state: 'ROLLED_BACK', stage: 'production' },
      'ended',
      'production is held: push a commit that mends it, then `bakewatch resume hello production`',
    ],
    [
      'expired',
      { state: 'EXPIRED', stage: 'staging' },
      'ended',
      'when nothing is in the way any more: `bakewatch deploy abababa --service hello`',
    ],
    ['succeeded', { state: 'SUCCEEDED', stage: 'production' }, 'ended', undefined],
  ])('says what happens next when %s', (_what, changes, after, next) => {
    const found = texts(card(changes, after)).find((text) => text.startsWith('*Next:*'));
    expect(found).toBe(next && `*Next:* ${next}`);
  });

  it('says that a stage was passed, not that it is waited for', () => {
    expect(card({ state: 'WAITING', stage: 'staging' }, 'deployed').text).toMatch(/^hello#2 passed staging: /);
  });
});

describe('the buttons of the card', () => {
  const offer = (kind: 'cancel', over: Partial<Offer> = {}): Offer => ({
    command: { kind, release: 'hello#2' },
    seen: { state: 'BAKING', stage: 'production' },
    label: 'Cancel',
    style: 'danger',
    confirm: { title: 'Cancel hello#2?', text: 'Takes production back to hello#1.', yes: 'Cancel the release' },
    ...over,
  });
  const actionsOf = (offers: Offer[]) => {
    const message = renderCard('C1', { release: aRelease(), stages, after: undefined }, links, offers);
    expect(blockMistakes(message.blocks)).toEqual([]);
    return message.blocks.filter(({ type }) => type === 'actions') as ActionsBlock[];
  };

  it('stand for an order with what was shown, and ask before they give it', () => {
    const [block] = actionsOf([offer('cancel')]);
    const [button] = (block?.elements ?? []) as Button[];
    expect(readActionValue(button?.value ?? '')).toEqual({
      command: { kind: 'cancel', release: 'hello#2' },
      seen: { state: 'BAKING', stage: 'production' },
    });
    expect(button).toMatchObject({
      action_id: 'cancel',
      style: 'danger',
      confirm: { text: { type: 'plain_text', text: 'Takes production back to hello#1.' }, style: 'danger' },
    });
  });

  it('name the release whose card they are on where their command names only a stage', () => {
    const [block] = actionsOf([
      offer('cancel', { command: { kind: 'resume', service: 'hello', stage: 'production' } }),
    ]);
    const [button] = (block?.elements ?? []) as Button[];
    expect(readActionValue(button?.value ?? '')).toMatchObject({ card: 'hello#2' });
  });

  it('are not there when nothing is offered, or what is offered is too long for a button', () => {
    expect(actionsOf([])).toEqual([]);
    expect(actionsOf([offer('cancel', { command: { kind: 'cancel', release: 'x'.repeat(3_000) } })])).toEqual([]);
  });

  it('are at most five, whatever they are called', () => {
    const kinds = ['approve', 'reject', 'cancel', 'rollback', 'resume', 'fix-forward'] as const;
    const long = '<!channel> &\u202e'.repeat(300);
    const offers = kinds.map((kind) => ({
      ...offer('cancel', { label: long, confirm: { title: long, text: long, yes: long } }),
      command: { kind } as unknown as Offer['command'],
    }));
    expect(actionsOf(offers)[0]?.elements).toHaveLength(5);
    expect(actionsOf([offer('cancel', { label: '', confirm: { title: '', text: '\n', yes: '' } })])).toHaveLength(1);
  });
});

describe('a reply', () => {
  it('links to the alarms and to the log, and says loudly that somebody must look', () => {
    const message = reply({
      sentence: 'turns production around',
      page: true,
      alarms: ['hello 5xx'],
      logs: 'https://logs.test/1',
    });
    expect(texts(message)).toEqual([
      'turns production around',
      ':rotating_light: *Somebody has to look at this.*',
      `<${pages.alarm('hello 5xx')}|alarm hello 5xx> · <https://logs.test/1|logs> · <${links.execution}|execution>`,
    ]);
  });

  it('says who asked and was refused, by her name in Slack', () => {
    const sentence = 'slack:T012HOME/U012ZOE asked for `cancel hello#2` and was refused: amy may; ask somebody who may';
    const message = reply({ kind: 'refused', actor: 'slack:T012HOME/U012ZOE', sentence });
    expect(texts(message)).toEqual([
      ':no_entry_sign: <@U012ZOE> asked for `cancel hello#2` and was refused: amy may; ask somebody who may',
    ]);
  });

  it('says how many alarms it does not show', () => {
    const alarms = Array.from({ length: 50 }, (_, i) => `alarm-${i}`);
    expect(texts(reply({ alarms })).at(-1)).toMatch(/42 more alarms$/);
  });

  it('makes no link of what is no web address', () => {
    for (const logs of ['javascript:alert(1)', `https://x.test/${'a'.repeat(5_000)}`, 'logs']) {
      expect(texts(reply({ logs })).at(-1)).toBe('logs');
    }
    expect(texts(reply({ logs: 'https://x.test/a|<!channel>' })).at(-1)).toBe(
      '<https://x.test/a%7C%3C!channel%3E|logs>',
    );
  });
});

describe('W22 what people wrote', () => {
  const evil = '<!channel> & <https://evil.test|Approve> <@U123> \u202egnp.exe\u2066\nApproved by nobody';
  it('is escaped, on one line, without controls that turn it round', () => {
    for (const message of [
      card({ subject: evil, author: evil, reason: evil, ref: evil, repositoryName: evil }),
      reply({ sentence: evil, alarms: [evil] }),
    ]) {
      const all = [message.text, ...texts(message)].join('');
      expect(all).toContain('&lt;!channel&gt; &amp; &lt;https://evil.test|Approve&gt; &lt;@U123&gt;');
      expect(all).not.toMatch(/<[!@]|<https:\/\/evil|[\n\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('is cut with a mark when it is a megabyte long, in no time', () => {
    const long = '<&>🚀'.repeat(250_000);
    const started = process.cpuUsage();
    const message = card({ subject: long, author: long, reason: long });
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
    expect(message.text).toMatch(/…$/);
    expect(texts(message)[1]).toMatch(/…$/);
    expect(blockMistakes(message.blocks)).toEqual([]);
  });

  it('does not become a link by itself', () => {
    const blocks = JSON.stringify(card({ reason: 'see https://evil.test' }).blocks);
    expect(blocks.match(/"mrkdwn"/g)?.length).toBe(blocks.match(/"verbatim":true/g)?.length);
  });
});

describe("Slack's limits", () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .constantFrom('', ' ', '\n', '&', '<', '🚀', '&<>', '\ud800', '\u200b')
      .chain((s) => fc.nat(4_000).map((n) => s.repeat(n))),
  );
  const release = fc.record({
    state: fc.constantFrom(...ONGOING, ...TERMINAL),
    stage: fc.constantFrom('staging', 'production', 'x'.repeat(31)),
    reason: text,
    subject: text,
    author: text,
    ref: text,
    repositoryName: text,
  });
  const kind = fc.constantFrom<EventKind | undefined>('deployed', 'held', 'artifact', 'blocked', undefined);
  const wellFormed = (message: ChatMessage): void => {
    expect(blockMistakes(message.blocks)).toEqual([]);
    expect(message.text.length).toBeLessThanOrEqual(3_000);
    const all = [message.text, ...texts(message)];
    expect(all.every((each) => each.isWellFormed())).toBe(true);
    expect(all.join('').replaceAll(/<https?:\/\/[^<>|\s]+\|[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(all.join('').length).toBeLessThan(13_000);
  };

  it('hold for every card', () => {
    const anyLinks = fc.record({ execution: text, commit: text, compare: text });
    fc.assert(
      fc.property(release, kind, anyLinks, (changes, after, urls) =>
        wellFormed(renderCard('C1', { release: aRelease(changes), stages, after }, { ...links, ...urls })),
      ),
      { numRuns: 300 },
    );
  });

  it('hold for every reply', () => {
    const event = fc.record({
      sentence: text,
      alarms: fc.array(text, { maxLength: 50 }),
      logs: text,
      page: fc.boolean(),
    });
    fc.assert(
      fc.property(event, (changes) => wellFormed(reply(changes))),
      { numRuns: 300 },
    );
  });
});
