import { pass, type Sim } from '../sim.ts';
import { sendOver } from './hop.ts';

const RETRY_AFTER_MS = [60_000, 120_000];

/** Sends an event over a lossy hop to a function, which is tried three times as an asynchronous invocation is. `about` names it. */
export const sendEvent = (sim: Sim, about: string, invoke: () => Promise<unknown>): void =>
  sendOver(sim, `event of ${about}`, () => invokeLater(sim, invoke));

/** An asynchronous invocation: twice more when it fails, then it is given up. */
export async function invokeLater(sim: Sim, invoke: () => Promise<unknown>): Promise<void> {
  for (const wait of [...RETRY_AFTER_MS, undefined]) {
    try {
      await invoke();
      return;
    } catch {
      if (wait === undefined) return;
      await pass(sim, wait);
    }
  }
}
