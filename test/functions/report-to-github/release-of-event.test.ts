import { expect, it } from 'vitest';
import { releaseEvents } from '#core/cdevents/release-events.ts';
import { releaseOfEvent } from '#functions/report-to-github/release-of-event.ts';
import { EVENT_RULES } from '#infra/installation.ts';
import { matches } from '#local/eventbridge/pattern/matches.ts';
import { parsePattern } from '#local/eventbridge/pattern/parse-pattern.ts';
import { anEvent } from '#test/core/cdevents/every-event.ts';

const [detail] = releaseEvents({ source: 'a', chainId: 'b' }, anEvent(), { execution: 'c' }).map((event) =>
  JSON.parse(JSON.stringify(event)),
);

it('is what is announced of a release, and nothing else that may come', () => {
  expect(releaseOfEvent({ source: 'bakewatch', detail })).toBe('hello#7');
  for (const event of [{}, { detail: {} }, { detail: { customData: { release: 7 } } }, { source: 'aws.events' }])
    expect(releaseOfEvent(event)).toBeUndefined();
});

it('is heard by the rule that wakes the function', () => {
  const rule = EVENT_RULES.find(({ name }) => name === 'bakewatch-reports');
  const hears = (event: object): boolean =>
    rule !== undefined && 'pattern' in rule && matches(parsePattern(JSON.stringify(rule.pattern)), event as never);
  expect(hears({ source: 'bakewatch', 'detail-type': 'any', detail })).toBe(true);
  expect(hears({ source: 'bakewatch', 'detail-type': 'any', detail: { customData: {} } })).toBe(false);
  expect(hears({ source: 'aws.ecs', 'detail-type': 'any', detail })).toBe(false);
});
