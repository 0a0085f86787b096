import { describe, expect, it } from 'vitest';
import { type IntakeFacts, judgePush } from '#core/intake/judge-push.ts';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { aPush } from '#test/fixtures/push.ts';

const sha = (letter: string): string => letter.repeat(40);
const [A, B, C, D, E] = [sha('a'), sha('b'), sha('c'), sha('d'), sha('e')];

/** The search found the branch at D, where the ledger had it at A. */
const foundFromA = { after: D, found: { before: A, releases: ['hello#4'] } };
const judge = (next: Push, over: Partial<IntakeFacts> = {}) =>
  judgePush({ push: next, head: foundFromA, same: undefined, successor: undefined, ...over });

describe('a webhook that comes after its push was found at the branch (L9)', () => {
  it('is a duplicate when it ends where the branch was found', () => {
    for (const late of [aPush(C, D), aPush(B, D, { forced: true })])
      expect(judge(late)).toEqual({ kind: 'duplicate', releases: ['hello#4'] });
  });

  it('is late when it begins where the found push began', () => {
    for (const late of [aPush(A, B), aPush(A, B, { forced: true })])
      expect(judge(late)).toEqual({ kind: 'late', by: 'hello#4' });
  });

  it('between the two, only the repository knows', () => {
    expect(judge(aPush(B, C))).toEqual({ kind: 'new', gap: true, unordered: true });
  });

  it('goes on from there as from any other push', () => {
    expect(judge(aPush(D, E))).toEqual({ kind: 'new', gap: false, unordered: false });
    expect(judge(aPush(D, A, { forced: true })).kind).toBe('new');
  });

  it('may set the branch back to where it was found, once another push has passed it by', () => {
    const passed = { ...foundFromA, found: { ...foundFromA.found, isPassed: true as const } };
    expect(judge(aPush(E, D, { forced: true }), { head: passed }).kind).toBe('new');
    expect(judge(aPush(C, D), { head: passed }).kind).toBe('duplicate');
  });

  it('W14 is no news when a push from there was taken already: the head waits for the branch, so its replay continues from there, too', () => {
    const passed = { ...foundFromA, found: { ...foundFromA.found, isPassed: true as const } };
    const same = { releases: ['hello#3'] };
    expect(judge(aPush(D, E), { head: passed, same })).toEqual({ kind: 'duplicate', releases: ['hello#3'] });
    expect(judge(aPush(D, E), { head: { after: D }, same }).kind).toBe('new');
    const found = aPush(D, E, { found: true });
    expect(judge(found, { head: passed, same }).kind).toBe('duplicate');
    expect(judge(found, { head: { after: D, unsure: true }, same }).kind).toBe('duplicate');
    expect(judge(found, { head: { after: D }, same }).kind).toBe('new');
    expect(judge(found, { head: passed, same, successor: { releases: [] } }).kind).toBe('new');
  });

  it('L6 does not delete what came after it: a late deletion that continues from a head that was passed by has a gap', () => {
    const passed = { ...foundFromA, found: { ...foundFromA.found, isPassed: true as const } };
    expect(judge(aPush(D, NO_COMMIT), { head: passed })).toMatchObject({ kind: 'new', gap: true });
    expect(judge(aPush(D, NO_COMMIT, { found: true }), { head: passed })).toMatchObject({ kind: 'new', gap: false });
    expect(judge(aPush(D, NO_COMMIT))).toMatchObject({ kind: 'new', gap: false });
  });

  it('is a duplicate when the branch was found deleted, and news when it made it again', () => {
    const gone = { after: NO_COMMIT, found: { before: A, releases: [] } };
    expect(judge(aPush(B, NO_COMMIT), { head: gone }).kind).toBe('duplicate');
    expect(judge(aPush(NO_COMMIT, B), { head: gone })).toEqual({ kind: 'new', gap: false, unordered: false });
  });

  it('is not late for having made the branch: it may have been made twice', () => {
    const made = { after: D, found: { before: NO_COMMIT, releases: ['hello#4'] } };
    expect(judge(aPush(NO_COMMIT, B), { head: made }).kind).toBe('new');
  });
});
