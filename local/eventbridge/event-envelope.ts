import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../account.ts';
import type { ServiceEvent } from './aws-event.ts';

/** An event as targets receive it. */
export interface EventEnvelope {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO, to the second. */
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** Adds what the bus adds to every event: version, id, account and region. */
export function envelope({ source, 'detail-type': detailType, resources, detail, time }: ServiceEvent): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: ACCOUNT,
    time: isoSeconds(time),
    region: REGION,
    resources,
    detail,
  };
}

export const isoSeconds = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
