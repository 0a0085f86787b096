import { alarms } from '#infra/alarms.ts';
import { EVENT_RULES, GITHUB_SECRET, SLACK_SECRET, SLACK_SIGNING_SECRET, WEBHOOK_SECRET } from '#infra/installation.ts';
import { PRICES, STANDING_PRICES } from './prices.ts';

export const HOURS_PER_MONTH = 730;

/** Fourteen without dimensions, one for each outcome of a webhook (six) and of a click (nine): infra/alarms.ts. */
const OWN_METRICS = 29;
const SECRETS = [WEBHOOK_SECRET, SLACK_SECRET, SLACK_SIGNING_SECRET, GITHUB_SECRET];

/** Assumed of each sweep and each search: a second of 512 MB, with GitHub's answers in it; an installation of one service. */
const GB_SECONDS_PER_RUN = 0.5;
const READS_PER_RUN = 50;
/** Assumed of each invocation: START, END, REPORT, its own line, and its share of what the state machine logs. */
export const LOGGED_GB = 0.000004;

/** Sweeps, searches and looks for late reports a month. */
export function runsPerMonth(): number {
  const schedules = EVENT_RULES.flatMap((rule) => ('schedule' in rule ? [rule.schedule] : []));
  return schedules.reduce((sum, schedule) => sum + (HOURS_PER_MONTH * 60) / everyMinutes(schedule), 0);
}

function everyMinutes(schedule: string): number {
  const minutes = /^rate\((\d+) minutes\)$/.exec(schedule)?.[1];
  if (!minutes) throw new Error(`${schedule} is no rate in minutes.`);
  return Number(minutes);
}

/** Metrics that the alarms of an installation watch: each is billed, also those of one alarm. */
export const alarmMetrics = (): number =>
  alarms({ stateMachineArn: 'arn' }).reduce(
    (sum, { watches }) => sum + ('metrics' in watches ? Object.keys(watches.metrics).length : 1),
    0,
  );

/** Dollars a month of an installation that releases nothing, by what they are paid for. */
export function standingDollars(): Record<string, number> {
  const runs = runsPerMonth();
  const everyFiveMinutes = HOURS_PER_MONTH * 12;
  return {
    alarms: alarmMetrics() * STANDING_PRICES.alarmMetric,
    'metrics of its own': OWN_METRICS * STANDING_PRICES.customMetric,
    secrets: SECRETS.length * STANDING_PRICES.secret + everyFiveMinutes * STANDING_PRICES.secretRequest,
    'sweeps and searches: Lambda': runs * (PRICES.request + GB_SECONDS_PER_RUN * PRICES.gbSecond),
    'sweeps and searches: reading the table': runs * READS_PER_RUN * PRICES.read,
    'sweeps and searches: logs and traces': runs * (LOGGED_GB * STANDING_PRICES.logGb + STANDING_PRICES.trace),
  };
}
