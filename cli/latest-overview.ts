import { followLedger } from '#local/installation/follow-ledger.ts';
import type { OneMachine } from '#local/installation/one-machine.ts';
import { readOverview } from '#views/read/read-overview.ts';
import type { Overview } from '#views/views.ts';

export interface LatestOverview {
  /** The overview as the ledger has it now; the ledger is asked only when it has changed since the last time. */
  read(): Promise<Overview>;
  end(): void;
}

export function latestOverview(machine: OneMachine): LatestOverview {
  let known: Promise<Overview> | undefined;
  const forget = (): void => {
    known = undefined;
  };
  const ask = (): Promise<Overview> => {
    const asked = readOverview(machine.table, Date.now());
    asked.catch(forget);
    return asked;
  };
  return {
    read() {
      known ??= ask();
      return known;
    },
    end: followLedger(machine.aws, forget),
  };
}
