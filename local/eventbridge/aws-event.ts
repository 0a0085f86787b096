/** What an AWS service hands to EventBridge's default bus; the bus adds version, id, account and region. */
export interface ServiceEvent {
  source: string;
  'detail-type': string;
  resources: string[];
  detail: Record<string, unknown>;
  /** Epoch ms. */
  time: number;
}

/** Hands over one event. Durable when it returns: it will be delivered at least once, in no promised order. */
export type Emit = (event: ServiceEvent) => void;
