import type { Clock } from '#local/time/clock.ts';
import type { Input, ParameterType, Store } from './dynalite-parts.ts';
import { checked } from './prepare-input.ts';
import { settingsKey, settingsOfTable, type TableSettings } from './time-to-live.ts';
import type { WriteBuffer } from './write-buffer.ts';
import { tableOf } from './write-item.ts';

const NAME: Record<string, ParameterType> = { TableName: 'String' };
const TYPES: Record<string, ParameterType> = {
  ...NAME,
  PointInTimeRecoverySpecification: {
    type: 'FieldStruct<PointInTimeRecoverySpecification>',
    children: { PointInTimeRecoveryEnabled: 'Boolean', RecoveryPeriodInDays: 'Integer' },
  },
};

/** UpdateContinuousBackups: recorded and described, so that installers work; nothing can be restored here. */
export async function updateContinuousBackups(buffer: WriteBuffer, store: Store, clock: Clock, input: Input) {
  const { TableName, PointInTimeRecoverySpecification: wanted } = checked(input, TYPES, undefined, store) as {
    TableName: string;
    PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled: boolean; RecoveryPeriodInDays?: number };
  };
  await tableOf(buffer, TableName);
  const { pointInTimeRecovery: current, ...settings } = await settingsOfTable(store, TableName);
  const pointInTimeRecovery = {
    enabledAt: current?.enabledAt ?? clock.now(),
    days: wanted?.RecoveryPeriodInDays ?? 35,
  };
  const changed = { ...settings, ...(wanted?.PointInTimeRecoveryEnabled ? { pointInTimeRecovery } : {}) };
  buffer.put(settingsKey(TableName), changed);
  return description(changed, clock);
}

export async function describeContinuousBackups(buffer: WriteBuffer, store: Store, clock: Clock, input: Input) {
  const { TableName } = checked(input, NAME, undefined, store) as { TableName: string };
  await tableOf(buffer, TableName);
  return description(await settingsOfTable(store, TableName), clock);
}

function description({ pointInTimeRecovery: recovery }: TableSettings, clock: Clock): object {
  const PointInTimeRecoveryDescription = recovery
    ? {
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: recovery.days,
        EarliestRestorableDateTime: recovery.enabledAt / 1000,
        LatestRestorableDateTime: clock.now() / 1000,
      }
    : { PointInTimeRecoveryStatus: 'DISABLED' };
  return {
    ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription },
  };
}
