/** Something that happened, for whoever follows. */
export interface Announcement {
  /** By which consumers choose what they hear: the type of a CDEvent. */
  type: string;
  /** Epoch milliseconds. */
  at: number;
  /** A JSON object, published whole. */
  detail: object;
}

/** What became of one announcement. `refused`: the bus will never take it as it is. `later`: it may, when it is asked again. */
export type Published = { kind: 'taken' } | { kind: 'refused' | 'later'; why: string };

/** Where others hear of what happens here. Nothing of Bakewatch's own work waits for it. */
export interface Bus {
  /** One answer for each announcement, in their order; at least once, and in no promised order. Never throws for what the bus answers, or does not answer. */
  publish(announcements: Announcement[]): Promise<Published[]>;
}
