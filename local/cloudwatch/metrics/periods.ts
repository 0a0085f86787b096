const HIGH_RESOLUTION = [1, 5, 10, 20, 30];

/** Periods in seconds that data can be asked for: high resolution, or a multiple of a minute. 2 s only with short periods. */
export const isDataPeriod = (period: number, shortPeriods: boolean): boolean =>
  HIGH_RESOLUTION.includes(period) || (shortPeriods && period === 2) || isMinutes(period);

/** Periods in seconds an alarm can have. AWS knows 10, 20, 30 and minutes; 1, 2 and 5 make a demo quick. */
export const isAlarmPeriod = (period: number, shortPeriods: boolean): boolean =>
  [10, 20, 30, ...(shortPeriods ? [1, 2, 5] : [])].includes(period) || isMinutes(period);

const isMinutes = (period: number): boolean => Number.isInteger(period) && period >= 60 && period % 60 === 0;
