import { expect, it } from 'vitest';
import { revertedBy } from '#core/intake/reverted-by.ts';
import { shownOf } from '#core/intake/shown-of.ts';

const sha = (digit: string): string => digit.repeat(40);
const revert = (id: string | undefined, of: string) => ({ id, message: `Revert "x"\n\nThis reverts commit ${of}.` });

it.each<[string, { id?: string | undefined; message?: string }[], string[]]>([
  ['nothing without commits', [], []],
  ['nothing without a message', [{ id: sha('a') }], []],
  ['what two commits name, each once', [revert(sha('a'), sha('1')), revert(undefined, sha('1'))], [sha('1')]],
  ['not what a later commit brought back', [revert(sha('a'), sha('1')), revert(sha('b'), sha('a'))], [sha('a')]],
  [
    'no abbreviation, and no longer word',
    [{ message: 'This reverts commit 1234567.' }, revert('x', `${sha('1')}1`)],
    [],
  ],
])('a push reverts %s', (_what, commits, reverted) => {
  expect(revertedBy(commits)).toEqual(reverted);
});

it('reverts at most 20 commits, as many as one item should hold', () => {
  const message = Array.from({ length: 25 }, (_, i) => `This reverts commit ${String(i).padStart(40, '0')}`).join('\n');
  expect(revertedBy([{ message }])).toHaveLength(20);
});

it('shows of a commit its first line and its author, neither longer than a line (W22)', () => {
  expect(shownOf('amy', 'Mend the door\r\n\r\nIt was broken.')).toEqual({ author: 'amy', subject: 'Mend the door' });
  expect(shownOf('a'.repeat(300), '')).toEqual({ author: `${'a'.repeat(99)}…`, subject: '' });
  expect(shownOf('amy', 'x'.repeat(300)).subject).toHaveLength(200);
});
