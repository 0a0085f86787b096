import { describe, expect, it } from 'vitest';
import type { ServiceConfig } from '#core/config/schema.ts';
import { isReleasedFrom, whyIgnored } from '#core/intake/match-service.ts';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';

const push = (over: Partial<Push> = {}): Push => ({
  repositoryId: 1,
  repositoryName: 'acme/hello',
  ref: 'refs/heads/main',
  before: 'a'.repeat(40),
  after: 'b'.repeat(40),
  forced: false,
  senderId: 7,
  sender: 'amy',
  author: 'amy',
  subject: 'Mend the door',
  reverts: [],
  changedPaths: ['src/a.ts'],
  ...over,
});
const ignored = (over: Partial<Push>, config: Partial<ServiceConfig>): string | undefined =>
  whyIgnored(push(over), { service: 'hello', config: { branch: 'main', ...config } as ServiceConfig });

describe('whether a push concerns a service', () => {
  it('is yes for its branch, whoever pushed and whatever changed, when it says no more than that', () => {
    expect(ignored({}, {})).toBeUndefined();
    expect(isReleasedFrom(push(), { branch: 'main' } as ServiceConfig)).toBe(true);
  });

  it('is no for another branch, and for the same word in another spelling (W21)', () => {
    expect(ignored({ ref: 'refs/heads/maın' }, {})).toBe('hello releases main only');
    expect(ignored({ ref: 'refs/tags/main' }, {})).toBe('hello releases main only');
  });

  it('is no for a sender who is not among those named (W24)', () => {
    expect(ignored({ senderId: 77 }, { senders: [7] })).toBe('the sender is not among the senders of hello');
    expect(ignored({}, { senders: [7] })).toBeUndefined();
  });

  it.each<[string, string[], string[], boolean]>([
    ['a path that a glob matches', ['src/**'], ['docs/a.md', 'src/a.ts'], true],
    ['no path that a glob matches', ['src/**'], ['docs/a.md'], false],
    ['a path that begins with a dot', ['**'], ['.github/workflows/ci.yml'], true],
    ['only what is taken away', ['!docs/**'], ['docs/a.md'], false],
    ['something besides what is taken away', ['!docs/**'], ['docs/a.md', 'a.ts'], true],
    ['what one glob matches and another takes away', ['src/**', '!**/*.md'], ['src/a.md'], false],
    ['a glob that takes nothing away', ['!'], ['a.ts'], true],
    ['a name with a line break, behind which a change could hide', ['src/**'], ['src/a\nb.ts'], true],
    ['nothing', ['**'], [], false],
  ])('with globs follows from what it changes: %s', (_what, paths, changedPaths, isConcerned) => {
    expect(ignored({ changedPaths }, { paths })).toBe(isConcerned ? undefined : 'no path of hello was changed');
  });

  it('is yes when nobody knows what changed, and for the deletion of the branch', () => {
    expect(ignored({ changedPaths: undefined }, { paths: ['src/**'] })).toBeUndefined();
    expect(ignored({ after: NO_COMMIT, changedPaths: [] }, { paths: ['src/**'] })).toBeUndefined();
  });
});
