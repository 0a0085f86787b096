import { expect, it } from 'vitest';
import { sayMistakes } from '#core/config/say-mistakes.ts';

it('names the file and the line of each mistake, and its path where it has one', () => {
  const mistakes = [
    { line: 1, path: '', message: 'this is no YAML' },
    { line: 12, path: 'services.hello.branch', message: 'must be a text' },
  ];
  expect(sayMistakes('bakewatch.yaml', mistakes)).toBe(
    '  bakewatch.yaml:1  this is no YAML\n  bakewatch.yaml:12  services.hello.branch: must be a text',
  );
});
