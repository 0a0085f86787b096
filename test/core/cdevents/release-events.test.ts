import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { CdEvent } from '#core/cdevents/cd-event.ts';
import { type EventFacts, releaseEvents } from '#core/cdevents/release-events.ts';
import type { LedgerEvent } from '#core/ledger/items.ts';
import { digest } from '#test/fixtures/ledger.ts';
import { anEvent, EVENT_KINDS, EXECUTION, everyEvent, FACTS } from './every-event.ts';

const CHAIN = {
  source: 'arn:aws:states:us-east-1:111122223333:stateMachine:bakewatch-release:live',
  chainId: '6f0f2d4e-7a55-4c1e-9b0a-0d1f5f6a2c11',
};
const events = (event: LedgerEvent, facts: EventFacts): CdEvent[] => releaseEvents(CHAIN, event, facts);
const types = (event: LedgerEvent, facts: EventFacts): string[] =>
  events(event, facts).map(({ context }) => context.type);
const facts = (name: string): EventFacts => FACTS[name] as EventFacts;

/** The specification's own schemas, by the type that they are for; that of custom events by none. */
const SCHEMAS = new Map(
  readdirSync(new URL('../../fixtures/cdevents/', import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const schema = JSON.parse(readFileSync(new URL(`../../fixtures/cdevents/${file}`, import.meta.url), 'utf8'));
      const { type, links: _links, ...others } = schema.properties.context.properties;
      // Links have schemas of their own, and we send none: with them, an event is refused here.
      schema.properties.context.properties = { type, ...others };
      return [type.enum?.[0] ?? 'custom', z.fromJSONSchema(schema)] as const;
    }),
);
const schemaOf = (type: string) => SCHEMAS.get(type.startsWith('dev.cdeventsx.') ? 'custom' : type);

describe('every event that the ledger can have', () => {
  it.each(Object.keys(FACTS))('is said as the specification has it, where what is known is %s', (name) => {
    for (const event of everyEvent()) {
      const said = JSON.parse(JSON.stringify(events(event, facts(name)))) as CdEvent[];
      expect(said.length).toBeGreaterThan(0);
      for (const one of said) {
        const checked = schemaOf(one.context.type)?.safeParse(one);
        expect(checked?.error?.message ?? (checked ? '' : `no schema for ${one.context.type}`)).toBe('');
        expect(one.customData).toMatchObject({ release: 'hello#7', number: 3, kind: event.kind, state: event.state });
      }
      expect(new Set(said.map(({ context }) => context.id)).size).toBe(said.length);
    }
  });

  it('is held to schemas that refuse what is wrong', () => {
    const [deployed] = JSON.parse(JSON.stringify(events(anEvent({ kind: 'deployed' }), facts('a push')))) as [CdEvent];
    const schema = schemaOf(deployed.context.type);
    expect(schema?.safeParse(deployed).success).toBe(true);
    const { artifactId: _without, ...content } = deployed.subject.content;
    for (const wrong of [
      { ...deployed, subject: { ...deployed.subject, content } },
      { ...deployed, more: 1 },
      { ...deployed, context: { ...deployed.context, type: 'dev.cdevents.service.removed.0.3.0' } },
      { ...deployed, context: { ...deployed.context, timestamp: 'noon' } },
      { ...deployed, context: { ...deployed.context, links: [] } },
    ])
      expect(schema?.safeParse(wrong).success).toBe(false);
    const [own] = events(anEvent(), facts('nothing')) as [CdEvent];
    const custom = { ...own, context: { ...own.context, type: 'dev.cdeventsx.bakewatch-release.rolling-back.0.1.0' } };
    expect(schemaOf(custom.context.type)?.safeParse(custom).success).toBe(false);
  });

  it('uses every schema that is kept', () => {
    const used = new Set(Object.values(FACTS).flatMap((known) => everyEvent().flatMap((event) => types(event, known))));
    expect([...SCHEMAS.keys()].filter((type) => type !== 'custom' && !used.has(type))).toEqual([]);
    expect(EVENT_KINDS.length).toBeGreaterThan(20);
  });
});

describe('what happens is said as', () => {
  it.each<[string, Partial<LedgerEvent>, string, string[]]>([
    ['a push', { kind: 'accepted' }, 'a push', ['change.merged', 'pipelinerun.queued']],
    ['an order to roll back', { kind: 'accepted' }, 'a rollback by hand', ['pipelinerun.queued']],
    ['the first release of a stage', { kind: 'deployed' }, 'a push', ['service.deployed']],
    ['a later one', { kind: 'deployed' }, 'a push over an earlier release', ['service.upgraded']],
    [
      'the last stage',
      { kind: 'ended', state: 'SUCCEEDED' },
      'a push over an earlier release',
      ['service.upgraded', 'pipelinerun.finished'],
    ],
    [
      'a release that was rolled back',
      { kind: 'ended', state: 'ROLLED_BACK' },
      'a push that was taken back',
      ['service.rolledback', 'pipelinerun.finished'],
    ],
    [
      'a cancel after something was deployed',
      { kind: 'ended', state: 'CANCELLED' },
      'a push that was taken back',
      ['service.rolledback', 'pipelinerun.finished'],
    ],
    [
      'a cancel before',
      { kind: 'ended', state: 'CANCELLED' },
      'a push over an earlier release',
      ['pipelinerun.finished'],
    ],
    [
      'a rollback by hand',
      { kind: 'ended', state: 'SUCCEEDED' },
      'a rollback by hand',
      ['service.rolledback', 'pipelinerun.finished'],
    ],
    [
      'a rollback that failed: nobody knows what runs',
      { kind: 'ended', state: 'ROLLBACK_FAILED' },
      'a push that was taken back',
      ['pipelinerun.finished'],
    ],
    ['an artifact that nobody knows any more', { kind: 'artifact' }, 'nothing', ['bakewatch-release.artifact']],
    ['a person`s word', { kind: 'accepted-by-person' }, 'a push', ['bakewatch-release.acceptedbyperson']],
  ])('%s', (_what, event, known, expected) => {
    const words = types(anEvent(event), facts(known)).map((type) => type.split('.').slice(2, 4).join('.'));
    expect(words).toEqual(expected);
  });

  it.each([
    ['SUCCEEDED', 'success'],
    ['FAILED', 'failure'],
    ['ROLLED_BACK', 'failure'],
    ['ROLLBACK_FAILED', 'error'],
    ['SUPERSEDED', 'cancel'],
    ['CANCELLED', 'cancel'],
  ] as const)('a pipeline that ends %s with the outcome %s, and why unless all is well', (state, outcome) => {
    const ended = events(anEvent({ kind: 'ended', state }), facts('nothing')).at(-1);
    expect(ended?.subject.content['outcome']).toBe(outcome);
    expect(ended?.subject.content['errors']).toBe(
      outcome === 'success' ? undefined : 'holds production: too few samples',
    );
  });
});

describe('the artifact', () => {
  it('is named by its registry and digest', () => {
    const [published] = events(anEvent({ kind: 'artifact' }), facts('a push'));
    expect(published?.subject.id).toBe(
      `pkg:oci/hello@sha256%3A${'7'.repeat(64)}?repository_url=1.dkr.ecr.eu-central-1.amazonaws.com/acme/hello`,
    );
  });

  it('of a rollback is what runs there again, not what was found bad', () => {
    for (const name of ['a push that was taken back', 'a rollback by hand']) {
      const state = name === 'a rollback by hand' ? 'SUCCEEDED' : 'ROLLED_BACK';
      const [back] = events(anEvent({ kind: 'ended', state }), facts(name));
      expect(back?.subject.content['artifactId']).toContain(encodeURIComponent(digest('5')));
      expect(back?.subject.content['environment']).toEqual({ id: 'production' });
    }
  });

  it('leads from the pipeline to its execution', () => {
    const [started] = events(anEvent({ kind: 'prepared' }), facts('a push'));
    expect(started?.subject).toEqual({ id: 'hello#7', content: { pipelineName: 'hello', uri: EXECUTION } });
  });
});
