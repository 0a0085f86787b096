import { describe, expect, it } from 'vitest';
import { parseOrder } from '#core/commands/parse-order.ts';
import { COMMAND_KINDS } from '#core/config/schema.ts';

const order = (over: Record<string, unknown> = {}) => ({
  id: 'a-1',
  by: { via: 'cli', id: 'amy' },
  reason: 'because',
  command: { kind: 'cancel', release: 'hello#7' },
  ...over,
});
const command = (fields: Record<string, unknown>) => order({ command: fields });
const RELEASE = { release: 'hello#7' };
const STAGE = { service: 'hello', stage: 'production' };

const WHOLE: Record<(typeof COMMAND_KINDS)[number], Record<string, unknown>> = {
  deploy: { service: 'hello', sha: 'a'.repeat(40) },
  approve: { ...RELEASE, stage: 'production' },
  reject: { ...RELEASE, stage: 'production' },
  cancel: RELEASE,
  rollback: { ...STAGE, to: 4, despiteMigration: true },
  resume: STAGE,
  adopt: { ...STAGE, revisions: ['hello-production:7', 'worker_1:12'] },
  'fix-forward': STAGE,
  freeze: { ...STAGE, until: 1_800_000_000_000 },
  unfreeze: {},
  emergency: RELEASE,
  pardon: { service: 'hello', sha: '1a2b3c4' },
};

describe('an order', () => {
  it.each(COMMAND_KINDS)('to %s is taken as it is', (kind) => {
    const asked = command({ kind, ...WHOLE[kind] });
    expect(parseOrder(asked)).toEqual({ order: asked });
  });

  it.each(COMMAND_KINDS)('to %s has nothing in it that there is not', (kind) => {
    const asked = command({ kind, ...WHOLE[kind], force: true });
    expect(parseOrder(asked)).toEqual({ mistakes: ['the order has nothing of the name force'] });
  });

  it.each([
    ['no order', 'cancel', 'the order must be an order'],
    ['no id', order({ id: '' }), 'id must be'],
    ['an id of 65 characters', order({ id: 'a'.repeat(65) }), 'id must be'],
    ['an id that is a path', order({ id: 'a/b' }), 'id must be'],
    ['nobody', order({ by: { via: 'cli', id: ' ' } }), 'by.id must be'],
    ['a name of 101 characters', order({ by: { via: 'cli', id: 'a'.repeat(101) } }), 'by.id must be'],
    ['a name with a line break', order({ by: { via: 'cli', id: 'amy\nbob' } }), 'by.id must be'],
    ['a name that is written backwards', order({ by: { via: 'cli', id: 'amy\u202eyma' } }), 'by.id must be'],
    ['Bakewatch itself', order({ by: { via: 'cli', id: 'Bakewatch' } }), 'by.id must be the name of a person'],
    ['a user of Slack without a team', order({ by: { via: 'slack', id: 'U01234567' } }), 'by.id must be T0'],
    ['another way in', order({ by: { via: 'mail', id: 'amy' } }), 'by.via must be cli, slack or github'],
    ['no reason', order({ reason: '' }), 'reason must be 1 to 1000'],
    ['a reason of 1,001 characters', order({ reason: 'a'.repeat(1_001) }), 'reason must be 1 to 1000'],
    ['half a character', order({ reason: 'a\ud83d' }), 'reason must be'],
    [
      'a deploy of a short hash',
      command({ kind: 'deploy', service: 'hello', sha: '1a2b3c4' }),
      'sha must be the 40 hex',
    ],
    ['an unknown command', command({ kind: 'destroy' }), 'kind must be one of the commands'],
    ['no release', command({ kind: 'cancel' }), "release must be a release, as in 'hello#7'"],
    ['a release without a number', command({ kind: 'cancel', release: 'hello' }), 'release must be'],
    ['release 0', command({ kind: 'cancel', release: 'hello#0' }), 'release must be'],
    ['a service of keys', command({ kind: 'freeze', service: 'a#b' }), 'service must be'],
    ['a rollback to half a release', command({ kind: 'rollback', ...STAGE, to: 1.5 }), 'to must be'],
    ['consent to nothing', command({ kind: 'adopt', ...STAGE, revisions: [] }), 'revisions must be'],
    ['consent to an ARN', command({ kind: 'adopt', ...STAGE, revisions: ['arn:aws:x/y:1'] }), 'revisions.0 must be'],
    ['six digits of a commit', command({ kind: 'pardon', service: 'hello', sha: '1a2b3c' }), 'sha must be'],
    ['a stale button for what is no digest', order({ seen: { digest: 'latest' } }), 'seen.digest must be'],
  ])('from or for %s is refused', (_what, asked, mistake) => {
    const parsed = parseOrder(asked);
    expect('mistakes' in parsed && parsed.mistakes.join('. ')).toContain(mistake);
  });

  it('is told all its mistakes at once, each once', () => {
    const parsed = parseOrder({ id: 'no id', by: { via: 'cli', id: '' }, reason: 7, command: { kind: 'resume' } });
    expect('mistakes' in parsed && parsed.mistakes.map((mistake) => mistake.split(' ')[0])).toEqual([
      'id',
      'by.id',
      'reason',
      'service',
      'stage',
    ]);
  });
});
