/** `2019-10-02T17:04:40.989+0000`: how CloudWatch writes time inside its events and reason data (no colon in the offset). */
export const awsTimestamp = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');

/** `02/10/19 16:59:00`: how a state reason dates its datapoints. */
export function reasonTimestamp(time: number): string {
  const [year = '', month, day] = new Date(time).toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year.slice(2)} ${new Date(time).toISOString().slice(11, 19)}`;
}

/** `Friday 22 July, 2022 15:57:45 UTC`: how a composite alarm's reason dates its child's transition. */
export function longTimestamp(time: number): string {
  const date = new Date(time);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const day = `${part({ weekday: 'long' })} ${date.getUTCDate()} ${part({ month: 'long' })}`;
  return `${day}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`;
}
