import type { ActionsBlock, Button } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readActionValue } from '#core/commands/action-value.ts';
import type { Offer } from '#core/commands/offers.ts';
import type { EventKind, Run } from '#core/ledger/items.ts';
import type { BakeRule } from '#core/plan/plan.ts';
import type { ChatMessage } from '#core/ports/chat.ts';
import { ONGOING, type Release, TERMINAL } from '#core/release/release.ts';
import type { Links } from '#functions/notify/links.ts';
import { renderCard, renderReply, type Shown } from '#functions/notify/render-message.ts';
import { blockMistakes } from '#local/slack/block-limits.ts';
import { anEvent, aRelease, NOW, pages } from './notify-bench.ts';

const links: Links = {
  execution: pages.execution('arn:aws:states:eu-central-1:123456789012:execution:release:hello-2'),
  commit: 'https://github.test/acme/hello/commit/abab',
  compare: 'https://github.test/acme/hello/compare/cdcd...abab',
  alarm: pages.alarm,
};
const stages = ['staging', 'production'];
const nothing: Shown = { standing: { stages: [], environment: undefined, build: undefined }, offers: [], now: NOW };
const card = (changes: Partial<Release>, after?: EventKind): ChatMessage =>
  renderCard('#releases', { release: aRelease(changes), stages, after }, links, nothing);
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

describe('how a release stands, on its card', () => {
  const MINUTE = 60_000;
  const run = (over: Partial<Run>): Run => ({ release: 'hello#2', stage: 'staging', arrivedAt: NOW, ...over });
  const bake = { forMs: 10 * MINUTE, alarms: ['hello-5xx'] } as BakeRule;
  const draw = (changes: Partial<Release>, over: Partial<Run>, after = 0): string[] => {
    const here = { name: 'staging', run: run(over), bake };
    const standing = { stages: [here], environment: undefined, build: { id: 'b:1', logs: 'https://logs.test/b' } };
    const course = { release: aRelease({ stage: 'staging', ...changes }), stages, after: undefined };
    return texts(renderCard('C1', course, links, { standing, offers: [], now: NOW + after }));
  };
  const date = (at: number) =>
    `<!date^${at / 1_000}^{date_short_pretty} {time}|${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC>`;

  it('says how much of the bake has passed as of when it is drawn, and until when it bakes', () => {
    const said = draw({ state: 'BAKING' }, { bakeStartedAt: NOW }, 3 * MINUTE);
    expect(said).toContain(`*staging* ▰▰▰▱▱▱▱▱▱▱ 3 of 10 min at ${date(NOW + 3 * MINUTE)}`);
    expect(said).toContain(`*Now:* bakes in staging until ${date(NOW + 10 * MINUTE)} at the earliest`);
  });

  it('says the verdict beside the bar as it was then, however much later it is drawn', () => {
    const verdict = { kind: 'unhealthy', reason: 'hello-5xx is <ALARM>', at: NOW + 4 * MINUTE };
    expect(draw({ state: 'ROLLED_BACK' }, { bakeStartedAt: NOW, verdict }, 60 * MINUTE)).toContain(
      '*staging* ▰▰▰▰▱▱▱▱▱▱ 4 of 10 min · :x: unhealthy: hello-5xx is &lt;ALARM&gt;',
    );
    const healthy = { kind: 'healthy', reason: 'x'.repeat(5_000), at: NOW + 11 * MINUTE };
    expect(draw({ state: 'SUCCEEDED' }, { bakeStartedAt: NOW, verdict: healthy }).join('')).toMatch(
      /▰{10} 10 of 10 min · :white_check_mark: healthy: x+…/,
    );
  });

  it('stops the bar where the stage was turned around before a verdict', () => {
    const verdict = { kind: 'not yet', reason: 'bakes', at: NOW };
    const rollback = { reason: 'amy cancelled it', at: NOW + 2 * MINUTE };
    const said = draw({ state: 'CANCELLING' }, { bakeStartedAt: NOW, verdict, rollback }, 9 * MINUTE);
    expect(said).toContain('*staging* ▰▰▱▱▱▱▱▱▱▱ 2 of 10 min');
  });

  it('shows no bar of a bake that persons let it pass', () => {
    expect(draw({ state: 'BAKING' }, { bakeStartedAt: NOW, isEmergency: true }).join('')).not.toMatch(/[▰▱]/);
  });

  it('says what it waits for and until when, on the clock of whoever reads', () => {
    const until = NOW + 60 * MINUTE;
    const blockers = [{ kind: 'frozen' as const, what: 'everything', by: 'bob', reason: 'a fair', since: NOW, until }];
    const now = draw({ state: 'WAITING' }, { blockers, recheckAt: until }).find((each) => each.startsWith('*Now:*'));
    expect(now).toMatch(/^\*Now:\* waits for staging: bob froze everything/);
    expect(now).toContain(date(until));
  });

  it('says until when it waits for its checks, and does not say twice what for', () => {
    const reason = 'waits for its checks: build is running';
    const checks = { kind: 'checks', until: NOW + MINUTE } as unknown as NonNullable<Release['checks']>;
    const said = card({ state: 'CHECKING', reason, checks });
    expect(texts(said)).toContain(`*Now:* until ${date(NOW + MINUTE)}`);
  });

  it("links to the build's log, and to the alarms of the bake from its beginning on", () => {
    const links = (over: Partial<Run>) => draw({ state: 'BAKING' }, over).find((each) => each.includes('|execution>'));
    expect(links({})).toContain('<https://logs.test/b|build log>');
    expect(links({})).not.toContain('alarm');
    expect(links({ bakeStartedAt: NOW })).toContain(`<${pages.alarm('hello-5xx')}|alarm hello-5xx>`);
  });

  it('says nothing of the present where it has ended', () => {
    expect(draw({ state: 'FAILED' }, {}).join('')).not.toContain('*Now:*');
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
    const message = renderCard('C1', { release: aRelease(), stages, after: undefined }, links, { ...nothing, offers });
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

  it('stay where everything else on the card is as long as it can be', () => {
    const reason = '"'.repeat(5_000);
    const verdict = { kind: 'unhealthy', reason, at: NOW };
    const passed = Array.from({ length: 60 }, (_, i) => ({
      name: `stage-${i}`,
      run: { release: 'hello#2', stage: `stage-${i}`, arrivedAt: 0, verdict },
      bake: undefined,
    }));
    const release = aRelease({ reason, subject: reason, author: reason, ref: reason, repositoryName: reason });
    const standing = { ...nothing.standing, stages: passed };
    const shown = { ...nothing, standing, offers: [offer('cancel')] };
    const { blocks } = renderCard('C1', { release, stages, after: undefined }, links, shown);
    expect(blocks.at(-1)).toMatchObject({ type: 'actions', elements: [{ action_id: 'cancel' }] });
    expect(JSON.stringify(blocks)).toContain("the rest is too long for Slack: `bakewatch show 'hello#2'`");
    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(13_200);
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
  const DATE = /<!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d: ]+UTC>/g;
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
    expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(13_200);
    // A button's words are plain text: nothing is markup there.
    const told = message.blocks.filter(({ type }) => type !== 'actions');
    const marked = [message.text, ...texts({ ...message, blocks: told })].join('').replaceAll(DATE, '');
    expect(marked.replaceAll(/<https?:\/\/[^<>|\s]+\|[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(all.join('').length).toBeLessThan(13_000);
  };
  const at = fc.constantFrom(NOW - 60_000, NOW, NOW + 3_600_000);
  const said = fc.oneof(text, fc.constant('frozen until 2027-01-15 08:00 UTC; '.repeat(30)));
  const passed = fc.record({
    name: fc.constantFrom('staging', 'production', 'x'.repeat(31)),
    run: fc.record(
      {
        release: fc.constant('hello#2'),
        stage: fc.constant('staging'),
        arrivedAt: fc.constant(NOW - 120_000),
        bakeStartedAt: at,
        recheckAt: at,
        blockers: fc.array(fc.record({ kind: fc.constant('held' as const), reason: said, since: at }), {
          maxLength: 9,
        }),
        verdict: fc.record({ kind: fc.constantFrom('healthy', 'unhealthy', 'not yet'), reason: said, at }),
        rollback: fc.record({ reason: said, at }),
      },
      { requiredKeys: ['release', 'stage', 'arrivedAt'] },
    ),
    bake: fc.array(text, { maxLength: 20 }).map((alarms) => ({ forMs: 600_000, alarms }) as unknown as BakeRule),
  });
  const offered = fc.record({
    command: fc.record({ kind: fc.constant('cancel' as const), release: fc.string({ maxLength: 1_900 }) }),
    seen: fc.constant({ state: 'BAKING' as const, stage: 'production' }),
    label: text,
    style: fc.constant('danger' as const),
    confirm: fc.record({ title: text, text, yes: text }),
  });
  const shown = fc.record({
    standing: fc.record({
      stages: fc.array(passed, { maxLength: 60 }),
      environment: fc.constant(undefined),
      build: fc.record({ id: text, logs: text }),
    }),
    // No command is offered twice.
    offers: fc.array(offered, { maxLength: 1 }),
    now: at,
  });

  it('hold for every card', () => {
    const anyLinks = fc.record({ execution: text, commit: text, compare: text });
    fc.assert(
      fc.property(release, kind, anyLinks, shown, (changes, after, urls, around) =>
        wellFormed(renderCard('C1', { release: aRelease(changes), stages, after }, { ...links, ...urls }, around)),
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
