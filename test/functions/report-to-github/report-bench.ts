import { memoryReports } from '#adapters/memory/reports.ts';
import { memoryTable } from '#adapters/memory/table.ts';
import type { Environment, Run, Unreported } from '#core/ledger/items.ts';
import { keys, LATE_PREFIX, UNREPORTED } from '#core/ledger/keys.ts';
import { put } from '#core/ledger/record.ts';
import type { Reports } from '#core/ports/reports.ts';
import type { Key, Table } from '#core/ports/table.ts';
import type { Release } from '#core/release/release.ts';
import { reportLate } from '#functions/report-to-github/report-late.ts';
import { reportRelease } from '#functions/report-to-github/report-release.ts';
import { aCurrent, anEnvironment, aRelease, MINUTE, NOON } from '#test/fixtures/ledger.ts';

export const sha = (digit: string): string => digit.repeat(40);

export const HEALTHY: Partial<Run> = {
  leftAt: NOON + MINUTE,
  verdict: { kind: 'healthy', reason: 'all is well', at: NOON },
};
export const TURNED: Partial<Run> = { leftAt: NOON + MINUTE, rollback: { reason: 'red', at: NOON } };

/** A ledger of one service with two stages, and a host's page. `wrap` stands between the use case and its ports. */
export async function reportBench(
  config: object = {},
  wrap: { table?: (table: Table) => Table; reports?: (reports: Reports) => Reports } = {},
) {
  const plain = memoryTable();
  const host = memoryReports(42);
  const lines: string[] = [];
  let now = NOON;
  const set = async (key: Key, item: object): Promise<void> => {
    await plain.write([put(key, await plain.read(key), item)]);
  };
  const stages = [{ name: 'staging' }, { name: 'production' }];
  const configure = (service: string, more: object = {}) =>
    set(keys.config(42, service), { service, repositoryId: 42, config: { repository: { id: 42, ...more }, stages } });
  await configure('hello', config);
  const ports = {
    table: wrap.table?.(plain) ?? plain,
    reports: wrap.reports?.(host) ?? host,
    page: (arn: string) => `https://console/${arn}`,
    now: () => now,
    log: (line: string) => void lines.push(line),
  };
  return {
    host,
    lines,
    table: plain,
    configure,
    pass: (ms: number) => {
      now += ms;
    },
    /** The release as it is from now on. */
    release: (number: number, over: Partial<Release> = {}) => {
      const next = {
        ...aRelease({ number, sha: sha(String(number % 10)), executionArn: `arn:hello-${number}`, ...over }),
      };
      return set(keys.release('hello', number), next);
    },
    /** Its time in a stage. */
    run: (number: number, stage: string, over: Partial<Run> = {}) =>
      set(keys.run(`hello#${number}`, stage), {
        release: `hello#${number}`,
        stage,
        arrivedAt: NOON,
        enteredAt: NOON,
        ...over,
      }),
    stage: (stage: string, current: number | undefined, over: Partial<Environment> = {}) =>
      set(
        keys.environment('hello', stage),
        anEnvironment({
          stage,
          ...(current === undefined ? {} : { current: aCurrent({ release: current }) }),
          ...over,
        }),
      ),
    report: (number: number) => reportRelease(ports, `hello#${number}`),
    late: () => reportLate(ports),
    notes: async () => (await plain.list(UNREPORTED, { prefix: LATE_PREFIX })) as unknown as Unreported[],
    /** `environment release state` of each deployment as it was said last. */
    shown: () =>
      host
        .deployments()
        .map(({ environment, release, statuses }) => `${environment} ${release} ${statuses.at(-1)?.state}`),
    said: (digit: string) => host.statuses(sha(digit)).map(({ state }) => state),
  };
}
