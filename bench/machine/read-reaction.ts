import { DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import type { LedgerEvent, StoredRelease } from '#core/ledger/items.ts';
import { EVENT_PREFIX, releasePartition } from '#core/ledger/keys.ts';
import { releaseId } from '#core/release/release.ts';
import type { Clients } from '#local/installation/clients.ts';
import type { BenchMachine } from './open-machine.ts';

/** How long after its alarm a bad release was taken back, ms. */
export interface Reaction {
  /** To the line `rolling-back` in the ledger. */
  recordedMs: number;
  /** To the answered StopServiceDeployment or UpdateService. */
  calledMs: number;
  /** To the end of the release, its way back proved. */
  endedMs: number;
}

const CALLS = new Set(['StopServiceDeployment', 'UpdateService']);

/** Throws when the release was not taken back because of an alarm since then. */
export async function readReaction(bench: BenchMachine, release: StoredRelease, since: Date): Promise<Reaction> {
  const alarmAt = await firstAlarm(bench.machine.clients, since);
  const events = (await bench.machine.table.list(releasePartition(releaseId(release)), {
    prefix: EVENT_PREFIX,
  })) as unknown as LedgerEvent[];
  const recorded = events.find(({ kind }) => kind === 'rolling-back')?.at;
  const called = bench.calls.find(
    ({ at, caller, operation }) => at >= alarmAt && caller.endsWith('start-rollback') && CALLS.has(operation),
  )?.at;
  if (recorded === undefined || called === undefined || recorded < alarmAt) {
    throw new Error(`${releaseId(release)} was not taken back by its alarm: ${release.reason ?? ''}`);
  }
  return {
    recordedMs: recorded - alarmAt,
    calledMs: called - alarmAt,
    endedMs: (release.endedAt ?? Number.NaN) - alarmAt,
  };
}

async function firstAlarm({ cloudWatch }: Clients, StartDate: Date): Promise<number> {
  const { AlarmHistoryItems = [] } = await cloudWatch.send(
    new DescribeAlarmHistoryCommand({ HistoryItemType: 'StateUpdate', StartDate, ScanBy: 'TimestampAscending' }),
  );
  const raised = AlarmHistoryItems.find(
    ({ HistoryData }) => JSON.parse(HistoryData ?? '{}').newState?.stateValue === 'ALARM',
  );
  if (!raised?.Timestamp) throw new Error('No alarm was raised.');
  return raised.Timestamp.getTime();
}
