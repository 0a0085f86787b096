import fc from 'fast-check';
import type { AlarmReading, Transition } from '#core/ports/alarms.ts';
import { anAlarm } from '#test/fixtures/world.ts';
import { moment } from './moments.ts';
import { text } from './texts.ts';

const alarmState = fc.oneof(
  { weight: 8, arbitrary: fc.constant('OK') },
  { weight: 1, arbitrary: fc.constantFrom('ALARM', 'INSUFFICIENT_DATA', 'SOMETHING_NEW') },
);

const transition: fc.Arbitrary<Transition> = fc.record({
  at: moment,
  to: fc.constantFrom('OK', 'OK', 'ALARM', 'INSUFFICIENT_DATA'),
  reason: text,
});

/** What may be read of one alarm; good news more often than not. */
export const aReading = (name: string): fc.Arbitrary<AlarmReading> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<AlarmReading>({ name, kind: 'missing' }) },
    { weight: 1, arbitrary: text.map((why): AlarmReading => ({ name, kind: 'unreadable', why })) },
    {
      weight: 14,
      arbitrary: fc
        .record({
          state: alarmState,
          changedAt: moment,
          reason: text,
          configuration: fc.oneof(
            { weight: 14, arbitrary: fc.constant('agreed') },
            { weight: 1, arbitrary: fc.constant('edited') },
          ),
          transitions: fc.oneof(
            { weight: 6, arbitrary: fc.constant<Transition[]>([]) },
            { weight: 1, arbitrary: fc.array(transition, { maxLength: 3 }) },
          ),
        })
        .map((over): AlarmReading => anAlarm(name, over)),
    },
  );
