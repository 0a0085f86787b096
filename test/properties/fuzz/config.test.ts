import { describe, expect, it } from 'vitest';
import { MOST_MISTAKES } from '#core/config/config-mistake.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Config } from '#core/config/schema.ts';
import { whyIgnored } from '#core/intake/match-service.ts';
import { makePlan } from '#core/plan/make-plan.ts';
import { aRelease } from '#test/fixtures/ledger.ts';
import { must } from '../holds.ts';
import { aConfig } from './configs.ts';
import { fuzz, shareOf } from './fuzz.ts';
import { growsInProportion } from './grows-like.ts';

/** Step Functions carries at most 256 KB from state to state, and the plan is the most of it. */
const LARGEST_PLAN = 200_000;

function checkConfig(text: string): string {
  const parsed = parseConfig(text);
  if (parsed.ok) {
    checkAccepted(parsed.config);
    return Object.keys(parsed.config.services).length > 0 ? 'accepted' : 'empty';
  }
  checkMistakes(parsed.mistakes, text.split('\n').length);
  return 'refused';
}

function checkAccepted({ services }: Config): void {
  for (const [service, config] of Object.entries(services)) {
    const plan = makePlan(aRelease({ service }), config);
    const json = JSON.stringify(plan);
    must(json.length < LARGEST_PLAN, `a plan of ${json.length} characters`);
    must(!/:null[,}]/.test(json), `a plan with a number that is none: ${json}`);
    must(plan.stages.length > 0 && plan.stages.at(-1)?.last === true, 'a plan that never ends');
    const push = { ...A_PUSH, ref: `refs/heads/${config.branch}` };
    must(typeof (whyIgnored(push, { service, config }) ?? '') === 'string', 'a push throws');
  }
}

const A_PUSH = {
  repositoryId: 1,
  repositoryName: 'acme/hello',
  ref: '',
  before: 'a'.repeat(40),
  after: 'b'.repeat(40),
  forced: false,
  senderId: 7,
  sender: 'amy',
  author: 'amy',
  subject: '',
  reverts: [],
  changedPaths: ['src/a.ts'],
};

function checkMistakes(mistakes: { line: number; path: string; message: string }[], lines: number): void {
  must(mistakes.length > 0 && mistakes.length <= MOST_MISTAKES, `${mistakes.length} mistakes`);
  mistakes.forEach(({ line, path, message }, i) => {
    must(Number.isInteger(line) && line >= 1 && line <= lines, `line ${line} of ${lines}`);
    must(line >= (mistakes[i - 1]?.line ?? 1), 'not in the order of the file');
    must(message.length > 0 && message.length <= 1_000, `a message of ${message.length} characters`);
    must(!message.includes('\n') && (message + path).isWellFormed(), `no sentence: ${JSON.stringify(message)}`);
    must(!/undefined|\[object|ZodError|at \S+:\d+:\d+/.test(message), `for programmers: ${message}`);
  });
}

describe('the parser of bakewatch.yaml', () => {
  it('makes of any text a plan, or mistakes that each have a line and a sentence (X10)', () => {
    const outcomes = fuzz({ make: aConfig, check: checkConfig, show: (text) => JSON.stringify(text) });
    expect(shareOf(outcomes, 'accepted')).toBeGreaterThan(0.05);
    expect(shareOf(outcomes, 'refused')).toBeGreaterThan(0.3);
  }, 300_000);

  const times = (size: number, each: (i: number) => string): string =>
    Array.from({ length: size }, (_, i) => each(i)).join('');
  const SHAPES: Record<string, (size: number) => string> = {
    keys: (size) => times(size, (i) => `k${i}: 1\n`),
    'keys in braces': (size) => `{${times(size, (i) => `k${i}: 1,`)}}`,
    'the same key': (size) => 'k: 1\n'.repeat(size),
    services: (size) => `services:\n${times(size / 4, (i) => `  s${i}: 1\n`)}`,
    'misspelt keys': (size) => `services:\n${times(size / 8, (i) => `  s${i}: {reposit: 1, bild: 2}\n`)}`,
    entries: (size) => '- 1\n'.repeat(size),
    brackets: (size) => '['.repeat(size),
    dashes: (size) => '- '.repeat(size),
    anchors: (size) => '&a '.repeat(size),
    aliases: (size) => `a: &a 1\nb: [${'*a,'.repeat(size)}]`,
    quotes: (size) => `"${'\\"'.repeat(size)}`,
    'a block of text': (size) => `a: |\n${' x\n'.repeat(size)}`,
    documents: (size) => '---\n'.repeat(size),
    spaces: (size) => ' '.repeat(size),
    'line breaks': (size) => '\n'.repeat(size),
  };

  it.each(Object.keys(SHAPES))(
    'takes time in proportion to the length, for %s',
    (name) => {
      expect(growsInProportion(1_000, (size) => void parseConfig(SHAPES[name]?.(size) ?? ''))).toBe(true);
    },
    60_000,
  );
});
