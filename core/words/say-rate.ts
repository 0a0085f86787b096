/** A number per day. Two digits tell enough; one that is rare is not said to be none. */
export const sayRate = (perDay: number): string => perDay.toFixed(perDay >= 10 ? 0 : perDay >= 0.1 ? 1 : 2);
