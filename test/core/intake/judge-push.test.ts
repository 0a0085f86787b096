import { describe, expect, it } from 'vitest';
import { type IntakeFacts, judgePush } from '#core/intake/judge-push.ts';
import { NO_COMMIT, type Push } from '#core/intake/push.ts';
import { aPush } from '#test/fixtures/push.ts';

const sha = (letter: string): string => letter.repeat(40);
const [X, A, B, C] = [sha('e'), sha('a'), sha('b'), sha('c')];

const facts = (over: Partial<IntakeFacts>): IntakeFacts => ({
  push: aPush(A, B),
  head: { after: A },
  same: undefined,
  successor: undefined,
  ...over,
});
const seen = { releases: ['hello#2'] };

/** Accepts pushes as the ledger would, and returns what was said of each. */
function take(pushes: Push[]): string[] {
  const accepted: Push[] = [];
  let head: IntakeFacts['head'];
  return pushes.map((next) => {
    const was = (wanted: (p: Push) => boolean) => (accepted.some(wanted) ? seen : undefined);
    const verdict = judgePush({
      push: next,
      head,
      same: was((p) => p.before === next.before && p.after === next.after),
      successor: was((p) => p.before === next.after),
    });
    if (verdict.kind !== 'duplicate') accepted.push(next);
    if (verdict.kind === 'new') head = { after: next.after };
    return verdict.kind;
  });
}

describe('a push', () => {
  it('is new when it continues where the ref stands', () => {
    expect(judgePush(facts({}))).toEqual({ kind: 'new', gap: false, unordered: false });
  });

  it('is new when it is the first of its ref', () => {
    expect(judgePush(facts({ head: undefined, push: aPush(NO_COMMIT, A) })).kind).toBe('new');
  });

  it('is new but unordered when pushes before it are missing', () => {
    expect(judgePush(facts({ push: aPush(B, C) }))).toEqual({ kind: 'new', gap: true, unordered: true });
  });

  it('is a duplicate when its content was accepted, whatever its delivery id (W13, W14)', () => {
    expect(judgePush(facts({ head: { after: B }, same: seen }))).toEqual({ kind: 'duplicate', releases: ['hello#2'] });
    expect(judgePush(facts({ head: { after: C }, same: seen })).kind).toBe('duplicate');
  });

  it('is late when what came after it is here already (E04)', () => {
    expect(judgePush(facts({ push: aPush(X, A), head: { after: B }, successor: seen }))).toEqual({
      kind: 'late',
      by: 'hello#2',
    });
  });

  it('is not late by the chain alone when it was forced: it may take the branch back to where it was (L6)', () => {
    const back = { ...aPush(C, A), forced: true };
    expect(judgePush(facts({ push: back, head: { after: B, unsure: true }, successor: seen }))).toEqual({
      kind: 'new',
      gap: true,
      unordered: true,
    });
  });

  it.each<[string, Push[], string[]]>([
    ['in order', [aPush(X, A), aPush(A, B), aPush(B, C)], ['new', 'new', 'new']],
    ['out of order (E04)', [aPush(A, B), aPush(X, A)], ['new', 'late']],
    [
      'each twice (E06)',
      [aPush(X, A), aPush(X, A), aPush(A, B), aPush(A, B)],
      ['new', 'duplicate', 'new', 'duplicate'],
    ],
    [
      'and reset, and pushed again (W14)',
      [aPush(X, A), aPush(A, B), aPush(B, A), aPush(A, B)],
      ['new', 'new', 'new', 'new'],
    ],
    [
      'and reset and pushed again, and then replayed (W14)',
      [aPush(X, A), aPush(A, B), aPush(B, A), aPush(A, B), aPush(A, B), aPush(B, A)],
      ['new', 'new', 'new', 'new', 'duplicate', 'new'],
    ],
    [
      'and replayed much later',
      [aPush(X, A), aPush(A, B), aPush(B, C), aPush(X, A)],
      ['new', 'new', 'new', 'duplicate'],
    ],
    ['and deleted and made again', [aPush(X, A), aPush(A, NO_COMMIT), aPush(NO_COMMIT, A)], ['new', 'new', 'new']],
  ])('is judged within its chain: %s', (_, pushes, verdicts) => {
    expect(take(pushes)).toEqual(verdicts);
  });
});
