import { createHash } from 'node:crypto';
import { REGION } from '#local/account.ts';
import type { Item, Table } from './dynalite-parts.ts';
import type { ItemChange } from './write-buffer.ts';

/** One change of one item, in the shape in which a Lambda function receives it (DynamoDB Streams `Record`). */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    /** 21 digits: grows with every change of any table, so its text order is its number order. */
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  /** Who made the change: only set when the time to live removed the item. */
  userIdentity?: UserIdentity;
}

export interface UserIdentity {
  type: string;
  principalId: string;
}

export const TIME_TO_LIVE: UserIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/** The record of one change, with the images that the stream's view type asks for. `now` is epoch ms. */
export function streamRecord(
  table: Table,
  change: ItemChange,
  sequence: string,
  now: number,
  userIdentity?: UserIdentity,
): StreamRecord {
  const viewType = table.StreamSpecification?.StreamViewType ?? 'NEW_AND_OLD_IMAGES';
  const images = {
    ...(change.new && /NEW/.test(viewType) ? { NewImage: change.new } : {}),
    ...(change.old && /OLD/.test(viewType) ? { OldImage: change.old } : {}),
  };
  const Keys = keysOf(table, change.new ?? change.old ?? {});
  return {
    eventID: createHash('md5').update(`${table.TableName}/${sequence}`).digest('hex'),
    eventName: eventName(change),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    eventSourceARN: String(table['LatestStreamArn']),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(now / 1000),
      Keys,
      ...images,
      SequenceNumber: sequence,
      SizeBytes: JSON.stringify({ Keys, ...images }).length,
      StreamViewType: viewType,
    },
    ...(userIdentity ? { userIdentity } : {}),
  };
}

function eventName({ old, new: now }: ItemChange): StreamRecord['eventName'] {
  if (!old) return 'INSERT';
  return now ? 'MODIFY' : 'REMOVE';
}

/** The key attributes of an item. */
export const keysOf = (table: Table, item: Item): Item =>
  Object.fromEntries(table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName] ?? {}]));
