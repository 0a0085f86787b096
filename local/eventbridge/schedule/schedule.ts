/** The next time (epoch ms) strictly after `after` at which a schedule fires; undefined when it never does again. */
export type Schedule = (after: number) => number | undefined;
