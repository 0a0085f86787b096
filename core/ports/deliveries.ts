import type { Repository } from './source-host.ts';

/** A webhook that the host was told to send to us. */
export interface Webhook {
  repository: Repository;
  /** The host's number of it; absent where it needs none. */
  id?: number | undefined;
}

/** Something that the host sent or wanted to send, whose last attempt was not answered with 2xx. */
export interface FailedDelivery {
  /** Of the last attempt: a number that may be beyond what a double holds. */
  id: string;
  /** The same in every attempt. */
  guid: string;
  /** `push` */
  event: string;
  /** When the last attempt was made. */
  at: number;
  /** How many there were. */
  attempts: number;
}

export interface FailedDeliveries {
  /** Oldest first. */
  failed: FailedDelivery[];
  /** False: there were more deliveries than one look goes through; the oldest were not seen. */
  isComplete: boolean;
}

/** What the host remembers of the webhooks that it sent. Throws when the host cannot be asked. */
export interface Deliveries {
  /** Is a webhook known by its number? It is not where whoever asks has one of its own for all repositories (a GitHub App). */
  isNumbered(): Promise<boolean>;
  /** Those whose last attempt was made at `since` (epoch ms) or later. */
  failed(webhook: Webhook, since: number): Promise<FailedDeliveries>;
  /** Has it sent once more, some time soon, under its first guid. */
  redeliver(webhook: Webhook, id: string): Promise<void>;
}
