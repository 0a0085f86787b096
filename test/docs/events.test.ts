import { describe, expect, it } from 'vitest';
import { predicateOf, releaseEvents } from '#core/cdevents/release-events.ts';
import { envelope } from '#local/eventbridge/event-envelope.ts';
import { matches } from '#local/eventbridge/pattern/matches.ts';
import { parsePattern } from '#local/eventbridge/pattern/parse-pattern.ts';
import { anEvent, EVENT_KINDS, everyEvent, FACTS } from '#test/core/cdevents/every-event.ts';
import { codeIn, readDocument, rowsOf } from './read-document.ts';

const text = readDocument('docs/events.md');
const CHAIN = { source: 'arn:machine', chainId: '6f0f2d4e-7a55-4c1e-9b0a-0d1f5f6a2c11' };
const wordsOf = (type: string): string => type.split('.').slice(2, 4).join('.');

/** `<kind> <subject>.<predicate>` of everything that can be said. Without facts less is said, and our own word stands in. */
const said = new Set(
  Object.entries(FACTS).flatMap(([name, facts]) =>
    name === 'nothing'
      ? []
      : everyEvent()
          .filter(({ stage }) => stage)
          .flatMap((event) =>
            releaseEvents(CHAIN, event, facts).map(({ context }) => `${event.kind} ${wordsOf(context.type)}`),
          ),
  ),
);

const written = new Set(
  rowsOf(text, 'what happens').flatMap(([, kinds = '', types = '']) =>
    codeIn(kinds).flatMap((kind) =>
      codeIn(types).map((type) => `${kind} ${type.replace('<kind>', predicateOf(kind as 'held'))}`),
    ),
  ),
);

describe('the catalogue of events', () => {
  it('has everything that can be said, and nothing else', () => {
    expect([...written].sort()).toEqual([...said].sort());
  });

  it('has every kind', () => {
    const kinds = new Set([...written].map((line) => line.split(' ')[0]));
    expect([...kinds].sort()).toEqual([...EVENT_KINDS].sort());
  });
});

describe('the rules that are shown', () => {
  const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));
  const [example, stagewise, services] = blocks as [Record<string, unknown>, object, object];
  const heard = (pattern: object, kind: 'held' | 'deployed', stage: string): boolean[] =>
    releaseEvents(CHAIN, anEvent({ kind, stage }), FACTS['a push'] ?? { execution: '' }).map((detail) =>
      matches(
        parsePattern(JSON.stringify(pattern)),
        envelope({
          source: 'bakewatch',
          'detail-type': detail.context.type,
          resources: [],
          time: 0,
          detail: JSON.parse(JSON.stringify(detail)),
        }),
      ),
    );

  it('hear what they say that they hear', () => {
    expect(heard(stagewise, 'held', 'production')).toEqual([true]);
    expect(heard(stagewise, 'held', 'staging')).toEqual([false]);
    expect(heard(services, 'deployed', 'production')).toEqual([true]);
    expect(heard(services, 'held', 'production')).toEqual([false]);
    expect(heard(services, 'deployed', 'staging')).toEqual([false]);
  });

  it('are about events that look as they are shown', () => {
    const { detail } = example as { detail: { customData: object; context: object; subject: object } };
    const [real] = releaseEvents(CHAIN, anEvent({ page: true }), { execution: '' });
    expect(Object.keys(detail)).toEqual(Object.keys(real ?? {}));
    expect(Object.keys(detail.context)).toEqual(Object.keys(real?.context ?? {}));
    expect(Object.keys(detail.customData)).toEqual(Object.keys(JSON.parse(JSON.stringify(real?.customData))));
  });
});
