/** A checked event pattern: what `parsePattern` gives and `matches` reads. */
export interface EventPattern {
  fields: Map<string, EventPattern | Matcher[]>;
  /** Alternatives of `$or`: one of them must match besides the fields. */
  or: EventPattern[];
}

/** Looks at one value of the event; `undefined` when the event has none there. */
export type Matcher = (value: unknown) => boolean;
