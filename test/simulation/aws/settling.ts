import { failIfAny } from '#functions/settle-releases/fail-if-any.ts';
import { releaseOfEvent, type SettlingEvent } from '#functions/settle-releases/release-of-event.ts';
import { type SettlePorts, settleRelease } from '#functions/settle-releases/settle-release.ts';
import { sweepReleases } from '#functions/settle-releases/sweep-releases.ts';
import type { Sim } from '../sim.ts';
import { invokeLater, sendEvent } from './event-bus.ts';
import type { Ports } from './functions.ts';
import type { Lambda } from './lambda.ts';

const TIMEOUT_MS = 50_000;
export const SWEEP_EVERY_MS = 300_000;

const sweepAll = async (ports: SettlePorts): Promise<void> => failIfAny((await sweepReleases(ports)).failures);

/** EventBridge's rules for settle-releases: dead executions, and the sweep every five minutes. */
export function createSettling(sim: Sim, lambda: () => Lambda<Ports>) {
  const run = (subject: string, body: (ports: Ports & { now: () => number }) => Promise<unknown>): Promise<unknown> =>
    lambda().run({ name: 'settle-releases', subject, timeoutMs: TIMEOUT_MS }, body);
  const sweep = (): void => {
    void invokeLater(sim, () => run('sweep', sweepAll));
    sim.clock.at(sim.clock.now() + SWEEP_EVERY_MS, sweep);
  };
  return {
    onDead(name: string, event: SettlingEvent): void {
      sendEvent(sim, `the end of ${name}`, () =>
        run(name, async (ports) => {
          const release = releaseOfEvent(event);
          return release ? settleRelease(ports, release) : sweepAll(ports);
        }),
      );
    },
    begin: (): void => void sim.clock.at(sim.clock.now() + SWEEP_EVERY_MS, sweep),
  };
}
