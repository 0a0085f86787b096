import { sayMoment } from '#core/words/say-time.ts';

/** A moment that everybody sees on her own clock. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export const slackDate = (at: number): string =>
  `<!date^${Math.floor(at / 1_000)}^{date_short_pretty} {time}|${sayMoment(at)}>`;

const MOMENT = /\b\d{4}-\d\d-\d\d \d\d:\d\d UTC\b/g;
const MOST_DATES = 5;

/** Escaped words in which the first few moments are such dates; what is no moment stays as it is. */
export function withSlackDates(escaped: string): string {
  let dates = 0;
  return escaped.replaceAll(MOMENT, (moment) => {
    const at = Date.parse(moment.replace(' ', 'T').replace(' UTC', ':00Z'));
    dates += 1;
    return Number.isNaN(at) || dates > MOST_DATES ? moment : slackDate(at);
  });
}
