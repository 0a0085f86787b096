/** A decision over a person's command: what it does, or in one sentence why it does nothing. */
export type Judged<Effect> = { refused: string } | { refused?: undefined; effect: Effect };
