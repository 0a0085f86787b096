import { arn } from '#local/account.ts';
import type { Input, ParameterType, Table } from './dynalite-parts.ts';
import { validationError } from './dynamo-error.ts';

const struct = (children: Record<string, ParameterType>): ParameterType => ({
  type: 'FieldStruct<Settings>',
  children,
});

/** The table settings that dynalite drops: kept on the table's row, so DescribeTable shows them. */
export const SETTINGS: Record<string, ParameterType> = {
  StreamSpecification: struct({ StreamEnabled: 'Boolean', StreamViewType: 'String' }),
  SSESpecification: struct({ Enabled: 'Boolean', SSEType: 'String', KMSMasterKeyId: 'String' }),
  DeletionProtectionEnabled: 'Boolean',
  TableClass: 'String',
  OnDemandThroughput: struct({ MaxReadRequestUnits: 'Long', MaxWriteRequestUnits: 'Long' }),
};

const VIEW_TYPES = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

/** The row's attributes for the settings of a CreateTable or UpdateTable call. `now` is epoch ms. */
export function settingsOf(
  table: Pick<Table, 'TableName'> & Partial<Table>,
  input: Input,
  now: number,
): Partial<Table> {
  return {
    ...(input['DeletionProtectionEnabled'] === undefined
      ? {}
      : { DeletionProtectionEnabled: input['DeletionProtectionEnabled'] === true }),
    ...(input['TableClass'] ? { TableClassSummary: { TableClass: input['TableClass'] } } : {}),
    ...(input['OnDemandThroughput'] ? { OnDemandThroughput: input['OnDemandThroughput'] } : {}),
    ...(input['SSESpecification'] ? encryption(input['SSESpecification'] as Input) : {}),
    ...(input['StreamSpecification'] ? stream(table, input['StreamSpecification'] as Input, now) : {}),
  };
}

function encryption({ Enabled, SSEType, KMSMasterKeyId }: Input): Partial<Table> {
  if (Enabled !== true) return {};
  const key = KMSMasterKeyId ? { KMSMasterKeyArn: KMSMasterKeyId } : {};
  return { SSEDescription: { Status: 'ENABLED', SSEType: SSEType ?? 'KMS', ...key } };
}

function stream(table: Pick<Table, 'TableName'> & Partial<Table>, specification: Input, now: number): Partial<Table> {
  const { StreamEnabled: enabled, StreamViewType: viewType } = specification;
  if (enabled !== true) {
    if (viewType)
      throw validationError('One or more parameter values were invalid: StreamViewType without StreamEnabled');
    return { StreamSpecification: { StreamEnabled: false } };
  }
  if (table.StreamSpecification?.StreamEnabled) {
    throw validationError(`Table already has an enabled stream: TableName: ${table.TableName}`);
  }
  if (!VIEW_TYPES.includes(String(viewType))) {
    throw validationError(
      `One or more parameter values were invalid: StreamViewType is none of ${VIEW_TYPES.join(', ')}`,
    );
  }
  const label = new Date(now).toISOString().slice(0, -1);
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: String(viewType) },
    LatestStreamLabel: label,
    LatestStreamArn: arn('dynamodb', `table/${table.TableName}/stream/${label}`),
  };
}
