import type { WakingEvent } from '#functions/resume-waits/resume-waits.ts';
import { pass, type Sim } from '../sim.ts';
import { sendOver } from './hop.ts';

const RETRY_AFTER_MS = [60_000, 120_000];

/** EventBridge to resume-waits: over a lossy hop, and tried three times as an asynchronous invocation is. */
export function createEventBus(
  sim: Sim,
  invoke: (event: WakingEvent) => Promise<unknown>,
): (event: WakingEvent) => void {
  const deliver = async (event: WakingEvent): Promise<void> => {
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      try {
        await invoke(event);
        return;
      } catch {
        if (wait === undefined) return;
        await pass(sim, wait);
      }
    }
  };
  return (event) => sendOver(sim, `event of ${subjectOf(event)}`, () => deliver(event));
}

export const subjectOf = ({ source, detail, resources }: WakingEvent): string =>
  source === 'aws.cloudwatch'
    ? `alarm ${String(detail?.alarmName)}`
    : `service ${resources?.[0]?.replace(/^.*service\//, '')}`;
