import { describe, expect, it } from 'vitest';
import { type BranchFacts, judgeBranch } from '#core/intake/judge-branch.ts';
import { NO_COMMIT } from '#core/intake/push.ts';

const sha = (letter: string): string => letter.repeat(40);
const [A, B, C] = [sha('a'), sha('b'), sha('c')];
const NOON = Date.UTC(2026, 10, 22, 12);
const SEEN = { branch: B, known: A, headVersion: 3, since: NOON - 120_000 };

const judge = (over: Partial<BranchFacts>) =>
  judgeBranch({ branch: B, head: { after: A, version: 3 }, sighting: SEEN, now: NOON, ...over });

describe('the head of a branch against the ledger (L9)', () => {
  it('is as known when the ledger has it there', () => {
    expect(judge({ branch: A, sighting: undefined })).toEqual({ kind: 'as known' });
  });

  it('is suspected at first: its webhook may be on its way', () => {
    expect(judge({ sighting: undefined })).toEqual({ kind: 'suspected', sighting: { ...SEEN, since: NOON } });
  });

  it('tells of a lost push when it was so a minute ago or more', () => {
    expect(judge({ now: SEEN.since + 59_999 })).toEqual({ kind: 'suspected already', since: SEEN.since });
    expect(judge({ now: SEEN.since + 60_000 })).toEqual({ kind: 'lost', before: A, since: SEEN.since });
  });

  it('tells of it also when the branch goes on meanwhile, and of a branch that was deleted', () => {
    expect(judge({ branch: C })).toMatchObject({ kind: 'lost', before: A });
    expect(judge({ branch: NO_COMMIT })).toMatchObject({ kind: 'lost', before: A });
  });

  it('suspects anew when the ledger has heard of a push in between', () => {
    expect(judge({ head: { after: C, version: 4 } }).kind).toBe('suspected');
    expect(judge({ head: { after: A, version: 5 } }).kind).toBe('suspected');
  });

  it('forgets a suspicion when the branch is back, so that the next one begins anew', () => {
    const back = judge({ branch: A });
    expect(back).toEqual({ kind: 'back again', sighting: { ...SEEN, branch: A, since: NOON } });
    const sighting = 'sighting' in back ? back.sighting : undefined;
    expect(judge({ sighting }).kind).toBe('suspected');
    expect(judge({ branch: A, sighting })).toEqual({ kind: 'as known' });
  });

  it('takes a branch of which no push was accepted as it is, and notices what comes after', () => {
    const first = judge({ head: undefined, sighting: undefined });
    expect(first).toEqual({ kind: 'first seen', sighting: { branch: B, known: B, headVersion: 0, since: NOON } });
    const sighting = 'sighting' in first ? first.sighting : undefined;
    expect(judge({ head: undefined, sighting })).toEqual({ kind: 'as known' });
    const second = judge({ head: undefined, sighting, branch: C, now: NOON + 120_000 });
    expect(second).toMatchObject({ kind: 'suspected', sighting: { known: B, branch: C } });
    const suspicion = 'sighting' in second ? second.sighting : undefined;
    expect(judge({ head: undefined, sighting: suspicion, branch: C, now: NOON + 240_000 })).toMatchObject({
      kind: 'lost',
      before: B,
    });
  });
});
