import { redeliver as redeliverKept } from './hook/redeliver.mjs';

/** One attempt: `status` and `answer` when the server answered, `error` when it did not within 10 s. */
export interface Redelivery {
  guid: string;
  event: string;
  /** Of a push. */
  ref?: string | undefined;
  /** Epoch ms. */
  at: number;
  status?: number;
  answer?: string;
  error?: string;
}

/**
 * Delivers every webhook of a repository that was not answered with 2xx yet, oldest first, under its first delivery id.
 * Ends at the first one that nobody answers; what was refused stays kept for the next call.
 */
export const redeliver = (bareDirectory: string): Promise<Redelivery[]> => redeliverKept(bareDirectory);
