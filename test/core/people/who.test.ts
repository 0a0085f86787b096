import { describe, expect, it } from 'vitest';
import type { RepositoryId } from '#core/intake/repository-id.ts';
import { approvalsNeeded } from '#core/people/approvals.ts';
import { isAuthor, mayDo, nameOf } from '#core/people/who.ts';

const UUID = '{fbd7ba25-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';
const OTHER = '{00000000-2d0e-4a4c-9d6b-0f5a8f4e1c3a}';
const people = { amy: { github: 'Amy-GH', slack: 'T1/U1' }, bob: { slack: 'T1/U2' } };

describe('who a person is', () => {
  it.each<[string, 'cli' | 'slack' | 'github', string, string]>([
    ['her own name at the command line', 'cli', 'amy', 'amy'],
    ['her name here, by her login, whatever its case', 'github', 'amy-gh', 'amy'],
    ['her name here, by her id in Slack', 'slack', 'T1/U1', 'amy'],
    ['a stranger in another workspace with the same user id (J04)', 'slack', 'T2/U1', 'slack:T2/U1'],
    ['a stranger at GitHub', 'github', 'amy', 'github:amy'],
  ])('is %s', (_, via, id, name) => {
    expect(nameOf({ people }, { via, id })).toBe(name);
    expect(nameOf({}, { via: 'slack', id: 'T1/U1' })).toBe('slack:T1/U1');
  });

  it('may do what the list of that command says, else what `everything` says, else all (J04)', () => {
    const may = { approve: ['amy'], everything: ['bob'] };
    expect(mayDo({ may }, 'approve', 'amy')).toBe(true);
    expect(mayDo({ may }, 'approve', 'bob')).toBe(false);
    expect(mayDo({ may }, 'cancel', 'bob')).toBe(true);
    expect(mayDo({ may }, 'cancel', 'amy')).toBe(false);
    expect(mayDo({ may: { approve: ['amy'] } }, 'cancel', 'eve')).toBe(true);
    expect(mayDo({}, 'approve', 'eve')).toBe(true);
  });

  it.each<[string, Omit<Parameters<typeof isAuthor>[1], 'repositoryId'>, string, boolean]>([
    ['she ordered it', { author: 'zed', askedFor: { by: 'amy', reason: 'x' } }, 'amy', true],
    ['another ordered it', { author: 'zed', askedFor: { by: 'bob', reason: 'x' } }, 'amy', false],
    ['she pushed it', { author: 'someone', pusher: 'amy-gh' }, 'amy', true],
    ['its commit names her, and another pushed it', { author: 'AMY-gh', pusher: 'bob' }, 'amy', true],
    ['she goes by her login, in whatever case', { author: 'Eve' }, 'eve', true],
    ['it is another`s', { author: 'someone', pusher: 'bob' }, 'amy', false],
    ['only its name begins like hers', { author: 'amy-gh-2' }, 'amy', false],
  ])('is behind a release when %s (J05)', (_, release, name, expected) => {
    expect(isAuthor({ people }, { repositoryId: 42, ...release }, name)).toBe(expected);
  });

  it('is behind a release of another host by what that host calls her, and not by GitHub`s login', () => {
    const known = { people: { amy: { github: 'amy-gh', gitlab: 'amy-gl', bitbucket: UUID } } };
    const at = (repositoryId: RepositoryId, pusher: object) =>
      isAuthor(known, { repositoryId, author: 'someone', ...pusher }, 'amy');
    expect(at('gitlab:42', { pusher: 'Amy-GL' })).toBe(true);
    expect(at('gitlab:42', { pusher: 'amy-gh' })).toBe(false);
    expect(at(`bitbucket:${UUID}`, { pusher: 'whatever she calls herself today', pusherId: UUID })).toBe(true);
    expect(at(`bitbucket:${UUID}`, { pusher: 'amy-gl', pusherId: OTHER })).toBe(false);
  });

  it.each<[string, boolean, string | undefined, number]>([
    ['who pushed is known', false, 'bob', 2],
    ['nobody knows who pushed, and one of them may have', false, undefined, 3],
    ['its author may approve it', true, undefined, 2],
  ])('must approve, so many of them, when %s', (_, authorMayApprove, pusher, needed) => {
    expect(approvalsNeeded({ from: 2, authorMayApprove }, pusher === undefined ? {} : { pusher })).toBe(needed);
  });
});
