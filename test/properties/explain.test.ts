import { describe, expect, it } from 'vitest';
import { explain } from '#core/explain/explain.ts';
import type { Explanation, ServiceExplanation, StageExplanation, Way } from '#core/explain/explanation.ts';
import { anyFacts } from './given/explanations.ts';
import { holds, must, reached } from './holds.ts';

/** Words that code lets slip when something is not there. */
const SLIPPED = /undefined|NaN|\[object|null/;

/** Three services, each with its reasons, of which one has at most some 2,000 characters. */
const LONGEST_HEADLINE = 10_000;

const sentencesOf = ({ headline, services, next }: Explanation): string[] => [
  headline,
  ...next.map(({ what }) => what),
  ...services.flatMap(({ sentence, releases, stages, next: ways }) => [
    sentence,
    ...releases.map((line) => line.sentence),
    ...stages.map((stage) => stage.sentence),
    ...[...ways, ...stages.flatMap((stage) => stage.next)].map(({ what }) => what),
  ]),
];

const waysOf = ({ next, services }: Explanation): Way[] => [...next, ...services.flatMap((service) => service.next)];

const kindsOf = ({ stages }: ServiceExplanation): (StageExplanation['kind'] | 'no release')[] =>
  stages.length > 0 ? stages.map(({ kind }) => kind) : ['no release'];

const isEverywhere = ({ stages, kind }: ServiceExplanation): boolean =>
  stages.every((stage) => stage.kind === 'there') && (kind === 'released' || kind === 'contained');

describe('an explanation', () => {
  it('has a sentence for whatever a ledger may hold, and every sentence says something', () => {
    holds(anyFacts, (facts) => {
      const explanation = explain(facts);
      must(
        explanation.headline.length < LONGEST_HEADLINE,
        `the headline has ${explanation.headline.length} characters`,
      );
      for (const sentence of sentencesOf(explanation)) {
        must(sentence.trim().length > 3, `a sentence says nothing: "${sentence}"`);
        must(!SLIPPED.test(sentence), `a sentence lets slip what is not there: "${sentence}"`);
      }
      return true;
    });
  });

  it('says what to do next unless the commit is everywhere', () => {
    const cases = reached('there', 'moving', 'waiting', 'ahead', 'left', 'ended', 'never', 'no release', 'unknown');
    holds(anyFacts, (facts) => {
      const { isKnown, next, services } = explain(facts);
      if (!isKnown) cases.note('unknown');
      must(isKnown || next.length > 0, 'nobody knows it, and nobody is told what to do');
      for (const service of services) {
        for (const kind of kindsOf(service)) cases.note(kind);
        must(isEverywhere(service) || service.next.length > 0, `${service.sentence}: and there is nothing to do`);
      }
      return true;
    });
    expect(cases.rare()).toEqual([]);
  });

  it('names only commands of Bakewatch and git, and no moment that is over', () => {
    holds(anyFacts, (facts) => {
      for (const { command, at } of waysOf(explain(facts))) {
        must(command === undefined || /^(npx bakewatch [a-z]|git )/.test(command), `an odd command: ${command}`);
        must(at === undefined || at > facts.now, `at ${at} it is over, and it is ${facts.now}`);
      }
      return true;
    });
  });
});
