import { EVENT_SOURCE } from '#core/cdevents/event-source.ts';
import { resumeWaits, type WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import type { Sim } from '../sim.ts';
import { sendEvent } from './event-bus.ts';
import type { Ports } from './functions.ts';
import type { Lambda } from './lambda.ts';

const TIMEOUT_MS = 30_000;

/** EventBridge's rules for alarms, deployments and checks: what happens there wakes whoever waits. */
export const wakeByEvents =
  (sim: Sim, lambda: () => Lambda<Ports>) =>
  (event: WakingEvent): void => {
    const subject = subjectOf(event);
    const about = { name: 'resume-waits', subject, timeoutMs: TIMEOUT_MS };
    sendEvent(sim, subject, () => lambda().run(about, (ports) => resumeWaits(ports, withStrangers(event))));
  };

const subjectOf = ({ source, detail, resources }: WakingEvent): string =>
  source === 'aws.cloudwatch'
    ? `alarm ${String(detail?.alarmName)}`
    : source === EVENT_SOURCE
      ? `checks of ${String(detail?.sha).slice(0, 7)}`
      : `service ${resources?.[0]?.replace(/^.*service\//, '')}`;

/** An event as it may look next year: with fields that nobody knows of today. */
const withStrangers = (event: WakingEvent): WakingEvent =>
  ({ ...event, 'replay-name': 'x', detail: { ...event.detail, sinceNextYear: { deep: [null] } } }) as WakingEvent;
