import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseDuration, sayDuration } from '#core/config/duration.ts';
import { digestOf } from '#core/words/digest-of.ts';
import { joinReasons } from '#core/words/join-reasons.ts';
import { sayFailure } from '#core/words/say-failure.ts';
import { cut, sayRevision } from '#core/words/say-time.ts';
import { text } from './given/texts.ts';
import { holds, must } from './holds.ts';

const UNIT_MS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What was said, read back as people do, and how much of a unit it was rounded to. */
function hear(said: string): { ms: number; within: number } {
  const parts = [...said.matchAll(/([\d.]+) (ms|s|min|h|d)/g)].map(([, number, unit]) => ({
    ms: Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS],
    unit: unit as keyof typeof UNIT_MS,
  }));
  const last = parts.at(-1)?.unit ?? 'ms';
  const minute = UNIT_MS.min / 2;
  // From two minutes on, it is rounded to the minute first.
  const within = { ms: 0.5, s: 500, min: minute, h: minute, d: UNIT_MS.d / 2 + minute }[last];
  return { ms: parts.reduce((sum, part) => sum + part.ms, 0), within };
}

describe('a duration', () => {
  const anyMs = fc.oneof(fc.nat({ max: 200_000 }), fc.nat({ max: 30 * UNIT_MS.d }));

  it('is said as what it is, to half of the last unit, or minute, that is named', () => {
    holds(anyMs, (ms) => {
      const heard = hear(sayDuration(ms));
      return Math.abs(heard.ms - ms) <= heard.within;
    });
  });

  it('is never said to be shorter than a shorter one', () => {
    holds(fc.tuple(anyMs, anyMs), ([a, b]) => {
      return hear(sayDuration(Math.min(a, b))).ms <= hear(sayDuration(Math.max(a, b))).ms;
    });
  });

  it('is read as it is written, and whatever is not so written is not read', () => {
    const units = fc.constantFrom('s', 'm', 'h', 'd');
    holds(
      fc.tuple(fc.integer({ min: 1, max: 999_999 }), units, fc.string({ maxLength: 3 })),
      ([number, unit, more]) => {
        const ms = number * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 's'];
        must(parseDuration(`${number}${unit}`) === ms, 'read as something else');
        return more === '' || [`${number}${unit}${more}`, `${more}${number}${unit}`].every(isWrittenOrUnread);
      },
    );
  });
});

const isWrittenOrUnread = (said: string): boolean =>
  parseDuration(said) === undefined || /^[1-9]\d{0,5}[smhd]$/.test(said);

describe('the reasons of a decision', () => {
  const reasons = fc.array(text, { maxLength: 60 });

  it('are one sentence of bounded length that begins with the first one and leaves none uncounted (S21)', () => {
    holds(reasons, (each) => {
      const said = joinReasons(each, ' | ');
      must(said.length <= 2_000 + ' | 60 more'.length, `${said.length} characters`);
      must(said.isWellFormed(), 'half a character');
      const shown = said === '' ? [] : said.split(' | ');
      const left = Number(/^(\d+) more$/.exec(shown.at(-1) ?? '')?.[1] ?? 0);
      must(shown.length - (left > 0 ? 1 : 0) + left === each.length, 'some are neither said nor counted');
      return each.length === 0 || said.startsWith(each[0]?.slice(0, 490) ?? '');
    });
  });

  it('are cut where they are too long, visibly, and nowhere through a character', () => {
    holds(fc.tuple(text, fc.integer({ min: 1, max: 2_100 })), ([whole, most]) => {
      const said = cut(whole, most);
      must(said.length <= most, `${said.length} of at most ${most} characters`);
      must(said.isWellFormed(), 'half a character');
      return whole.length <= most ? said === whole : said.endsWith('…') && whole.startsWith(said.slice(0, -1));
    });
  });
});

describe('what is said of a failure', () => {
  const key = fc.constantFrom(
    'Containers',
    'Task',
    'Build',
    'BuildStatus',
    'Phases',
    'Contexts',
    'PhaseStatus',
    'Logs',
  );
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('FAILED', [null], [{}], [{ ExitCode: 1 }]));
  const cause = fc.oneof(
    fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value))).map((parts) => JSON.stringify(parts)),
    text,
    fc.constantFrom('{', '{"errorMessage":"the image is gone"}', '{"errorMessage":3}', 'null', '[]'),
  );

  it('is a bounded sentence, whatever the cause looks like', () => {
    holds(fc.tuple(fc.constantFrom('States.Timeout', 'States.TaskFailed'), cause), ([name, Cause]) => {
      const said = sayFailure({ Error: name, Cause });
      must(said.length > 0 && said.length <= 1_100, `${said.length} characters`);
      return !said.includes('[object');
    });
  });
});

describe('the short names of long ones', () => {
  it('are what stands at their end, and themselves when they are short', () => {
    holds(fc.tuple(text, fc.stringMatching(/^[a-z]{1,8}:[0-9]{1,4}$/)), ([prefix, revision]) => {
      const plain = prefix.replaceAll(/\s/g, '');
      must(sayRevision(`${plain}task-definition/${revision}`) === revision, 'another revision');
      must(sayRevision(revision) === revision, 'a short name changed');
      return digestOf(`${plain}@${revision}`) === revision && digestOf(revision) === revision;
    });
  });
});
