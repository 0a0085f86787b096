import { describe, expect, it } from 'vitest';
import { looksOfBake } from '../../bench/cost/looks-of-bake.ts';
import { alarmMetrics, HOURS_PER_MONTH, LOGGED_GB, runsPerMonth, standingDollars } from '../../bench/cost/month.ts';
import { PRICES, STANDING_PRICES } from '../../bench/cost/prices.ts';
import { add, dollars, times, type Usage } from '../../bench/cost/usage.ts';
import { readDocument, rowsOf } from './read-document.ts';

const text = readDocument('docs/cost.md');
const sum = (parts: number[]): number => parts.reduce((total, part) => total + part, 0);
const cents = (amount: number): string => `$${amount.toFixed(2)}`;
const small = (amount: number): string => `$${Number(amount.toPrecision(2))}`;

const FIELDS: Record<string, keyof Usage> = {
  'state transitions': 'transitions',
  'Lambda invocations': 'invocations',
  'Lambda, GB-seconds': 'gbSeconds',
  'write units': 'writes',
  'read units': 'reads',
  'requests to CloudWatch': 'cloudWatchRequests',
};
const rowsOfUsage = rowsOf(text, 'used');
const usageIn = (column: 1 | 2): Usage =>
  Object.fromEntries(rowsOfUsage.map((row) => [FIELDS[row[0] ?? ''], Number(row[column])])) as unknown as Usage;
const release = usageIn(1);
const look = usageIn(2);

/** Looks of bakes that the measured release has already: after the first of each, in both stages. */
const LOOKS_MEASURED = 4;
/** A small function far from its services takes longer than the machine of the measurement. */
const SLOWER = 10;

const inAccount = (usage: Usage): number =>
  dollars({ ...usage, gbSeconds: usage.gbSeconds * SLOWER }) +
  usage.invocations * (STANDING_PRICES.trace + LOGGED_GB * STANDING_PRICES.logGb);

/** One release with a bake of so many seconds in each of two stages. */
const withBakes = (seconds: number): Usage => add(release, times(look, 2 * looksOfBake(seconds) - LOOKS_MEASURED));

describe('what a release costs', () => {
  it('is measured in everything that is billed', () => {
    expect(rowsOfUsage.map(([what]) => what)).toEqual(Object.keys(FIELDS));
    for (const amount of [...Object.values(release), ...Object.values(look)]) expect(amount).toBeGreaterThan(0);
  });

  it.each(
    rowsOf(text, 'bakes in both stages').map((row, i) => [row, [1_800, 3_600, 86_400, 604_800][i] ?? 0] as const),
  )('is reckoned from that: %s', ([, looks, transitions, measured, planned], seconds) => {
    const usage = withBakes(seconds);
    expect(Number(looks)).toBe(2 * looksOfBake(seconds));
    expect(Number(transitions)).toBe(usage.transitions);
    expect(measured).toBe(small(dollars(usage)));
    expect(planned).toBe(small(inAccount(usage)));
  });
});

describe('what a month costs', () => {
  const standing = standingDollars();
  const fixed = sum(Object.values(standing));
  const planned = inAccount(withBakes(1_800));

  it('is, before anything is released, the sum of its parts', () => {
    const rows = Object.fromEntries(rowsOf(text, 'a month').map(([what = '', , cost]) => [what, cost]));
    expect(rows).toEqual({
      ...Object.fromEntries(Object.entries(standing).map(([what, cost]) => [what, cents(cost)])),
      'F, together': cents(fixed),
    });
    expect(text).toContain(`${runsPerMonth().toLocaleString('en-US')} runs`);
    expect(text).toContain(`${alarmMetrics()} metrics`);
  });

  const { pipelineMinute, machineHour, diskGb, clusterHour } = STANDING_PRICES;
  const machine = machineHour * HOURS_PER_MONTH;
  const jenkins = machine + 30 * diskGb;
  const argo = clusterHour * HOURS_PER_MONTH + 2 * machine;
  const pipeline = 83 * pipelineMinute;

  it.each(rowsOf(text, 'releases a month'))('with %s releases stands beside the others', (...cells) => {
    const releases = Number(cells[0]?.replace(',', ''));
    const expected = [fixed + releases * planned, releases * pipeline, jenkins, argo].map(cents);
    expect(cells.slice(1, 5)).toEqual(expected);
  });

  it('is less than CodePipeline from so many releases on', () => {
    const releases = Math.ceil(fixed / (pipeline - planned));
    expect(text).toContain(`from ${releases} releases a month on`);
  });

  it('grows by what the ledger keeps, write by write', () => {
    const { storedGb, restorableGb } = STANDING_PRICES;
    const grown = (12_000 * (withBakes(1_800).writes / 2) * (storedGb + restorableGb)) / 1e6;
    expect(text).toContain(`after a year of 1,000 releases a month ${cents(grown)}`);
  });
});

describe('other figures', () => {
  it('are list prices as the benchmark reckons with them', () => {
    const prices = new Map(rowsOf(text, 'price of').map(([what, price]) => [what, price]));
    const known = { ...PRICES, ...STANDING_PRICES };
    expect(prices.size).toBe(Object.keys(known).length);
    expect(new Set(prices.values())).toEqual(new Set(Object.values(known).map((price) => `$${dollarsText(price)}`)));
  });

  it('of the sample are the sum of its parts, an hour', () => {
    const { fargateCpuHour, fargateGbHour, balancerHour, addressHour, alarmMetric } = STANDING_PRICES;
    const parts = [
      2 * (0.25 * fargateCpuHour + 0.5 * fargateGbHour),
      balancerHour,
      4 * addressHour,
      (4 * alarmMetric) / HOURS_PER_MONTH,
    ];
    const rows = rowsOf(text, 'the sample').map(([, , cost]) => cost);
    expect(rows).toEqual([...parts, sum(parts)].map((cost) => `$${cost.toFixed(4)}`));
  });

  it('of a flood are what so many calls at once can cost in a month', () => {
    const seconds = HOURS_PER_MONTH * 3_600;
    const [atOnce, answeredIn, logged] = [20, 0.005, 0.0000006];
    const flood = (perSecond: number, door: number): number => {
      const each = PRICES.request + door + answeredIn * 0.5 * PRICES.gbSecond + logged * STANDING_PRICES.logGb;
      // X-Ray's default: one a second, and one in twenty beyond.
      const traced = 1 + 0.05 * (perSecond - 1);
      return seconds * (perSecond * each + traced * STANDING_PRICES.trace);
    };
    expect(rowsOf(text, 'a flood at').map(([, , cost]) => cost)).toEqual(
      [flood(atOnce / answeredIn, 0), flood(50, STANDING_PRICES.apiRequest)].map(
        (cost) => `$${Math.round(cost).toLocaleString('en-US')}`,
      ),
    );
  });
});

/** 0.000000125, not 1.25e-7. */
const dollarsText = (price: number): string => price.toFixed(12).replace(/0+$/, '').replace(/\.$/, '');
