import { describe, expect, it } from 'vitest';
import type { Seen } from '#core/commands/command.ts';
import { sayAsked } from '#core/commands/say-asked.ts';
import { sayStale } from '#core/commands/say-stale.ts';
import { whyNotAllowed } from '#core/commands/why-not-allowed.ts';
import { digest, NOON } from '#test/fixtures/ledger.ts';

describe('a button that a person presses', () => {
  const now: Seen = { digest: digest('7'), state: 'WAITING', current: 6, holdSince: NOON };

  it.each<[string, Seen | undefined]>([
    ['nothing', undefined],
    ['nothing of what there is', {}],
    ['all of it', now],
    ['a part of it', { current: 6 }],
  ])('is good when it was shown for %s', (_what, seen) => {
    expect(sayStale(seen, now)).toBeUndefined();
  });

  it.each<[Seen, Seen, string]>([
    [{ digest: digest('6') }, now, 'the digest was sha256:666666666666, now it is sha256:777777777777'],
    [{ state: 'BAKING' }, now, 'the state was BAKING, now it is WAITING'],
    [{ stage: 'staging' }, { stage: 'production' }, 'the stage was staging, now it is production'],
    [{ current: 5 }, now, 'the current release was #5, now it is #6'],
    [{ current: 5 }, {}, 'the current release was #5, now there is none'],
    [{ holdSince: NOON }, {}, 'the hold was since 12:00:00 UTC, now there is none'],
    [
      { state: 'BAKING', current: 5 },
      now,
      'the state was BAKING, now it is WAITING; the current release was #5, now it is #6',
    ],
  ])('is stale when it was shown for %j (J02)', (seen, then, changed) => {
    expect(sayStale(seen, then)).toBe(`this is no longer what you were shown: ${changed}`);
  });
});

describe('what somebody asked for', () => {
  it.each([
    ['approve', { release: 'hello#7', stage: 'production' }, 'approve hello#7 production'],
    ['rollback', { service: 'hello', stage: 'production', to: 4 }, 'rollback hello production to #4'],
    ['adopt', { service: 'hello', stage: 'production', revisions: ['a:1', 'b:2'] }, 'adopt hello production a:1 b:2'],
    ['freeze', {}, 'freeze everything'],
    ['freeze', { stage: 'production', until: NOON }, 'freeze production of every service until 2026-11-22 12:00 UTC'],
    ['pardon', { service: 'hello', sha: '1a2b3c4' }, 'pardon hello 1a2b3c4'],
  ])('is said on one line: %s %j', (kind, command, sentence) => {
    expect(sayAsked({ kind, command: { kind, ...command } })).toBe(sentence);
  });
});

describe('whether a person may', () => {
  const hello = {
    service: 'hello',
    config: { may: { everything: ['amy'], approve: ['bob'] }, people: { amy: { slack: 'T001/U001' } } },
  };
  const other = { service: 'other', config: {} };

  it.each<[string, Parameters<typeof whyNotAllowed>, string | undefined]>([
    ['where nothing is said, everybody', [[other], 'cancel', { via: 'cli', id: 'zoe' }], undefined],
    ['who may everything', [[hello], 'cancel', { via: 'cli', id: 'amy' }], undefined],
    ['the same person from Slack', [[hello], 'cancel', { via: 'slack', id: 'T001/U001' }], undefined],
    [
      'who may everything, where others are named',
      [[hello], 'approve', { via: 'cli', id: 'amy' }],
      'amy may not approve in hello: bob may',
    ],
    [
      'who may in one service of two',
      [[other, hello], 'freeze', { via: 'cli', id: 'bob' }],
      'bob may not freeze in hello: amy may',
    ],
    [
      'an unknown user of Slack',
      [[hello], 'cancel', { via: 'slack', id: 'T001/U002' }],
      'slack:T001/U002 may not cancel in hello: amy may',
    ],
  ])('%s', (_who, asked, refused) => {
    expect(whyNotAllowed(...asked)).toBe(refused);
  });
});
