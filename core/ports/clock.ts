/** Epoch milliseconds, now. */
export type Now = () => number;
