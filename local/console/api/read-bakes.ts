import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DeploymentRecord, Run, Stored, StoredRelease } from '#core/ledger/items.ts';
import { deploymentPrefix, keys, releasePartition } from '#core/ledger/keys.ts';
import type { BakeRule, Plan } from '#core/plan/plan.ts';
import type { Table } from '#core/ports/table.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import type { BakesView, BakeView, EvidenceChart } from '#views/bake/bake-view.ts';
import { readAlarmChart } from './read-alarm-chart.ts';
import { readSeries } from './read-series.ts';

const LEAST_PAD_MS = 2_000;

interface Sources {
  table: Table;
  cloudWatch: CloudWatchClient;
}

/** What was watched while a release was in each stage that it entered; undefined when the ledger has none of that number. */
export async function readBakes(
  sources: Sources,
  service: string,
  number: number,
  now: number,
): Promise<BakesView | undefined> {
  const { table } = sources;
  const release = (await table.read(keys.release(service, number))) as StoredRelease | undefined;
  if (!release) return undefined;
  const kept = (await table.read(keys.plan(releaseId(release))))?.['plan'] as Plan | undefined;
  const stages = kept?.stages ?? [];
  const bakes = await Promise.all(
    stages.map(({ name, bake }) => readBake(sources, { release, stage: name, bake, now })),
  );
  return { now, bakes: bakes.filter((bake) => bake !== undefined) };
}

interface AskedBake {
  release: StoredRelease;
  stage: string;
  bake: BakeRule;
  now: number;
}

async function readBake({ table, cloudWatch }: Sources, asked: AskedBake): Promise<BakeView | undefined> {
  const { release, stage, bake, now } = asked;
  const id = releaseId(release);
  const [run, deployments] = await Promise.all([
    table.read(keys.run(id, stage)) as Promise<Stored<Run> | undefined>,
    table.list(releasePartition(id), { prefix: deploymentPrefix(stage) }) as Promise<Stored<DeploymentRecord>[]>,
  ]);
  if (run?.enteredAt === undefined) return undefined;
  const view = frameOf(run, deployments, { release, stage, bake, now });
  const { from, to } = view;
  const [alarms, evidence] = await Promise.all([
    Promise.all(bake.alarms.map((name) => readAlarmChart(cloudWatch, name, from, to))),
    bake.evidence ? readEvidence(cloudWatch, bake.evidence, view) : undefined,
  ]);
  return { ...view, alarms: inOrder(alarms), ...(evidence ? { evidence } : {}) };
}

type Frame = Omit<BakeView, 'alarms' | 'evidence'>;

function frameOf(run: Run, deployments: DeploymentRecord[], { release, stage, bake, now }: AskedBake): Frame {
  const { enteredAt = run.arrivedAt, bakeStartedAt, verdict, rollback, leftAt } = run;
  const taken = deployments.flatMap(({ direction, requestedAt }) =>
    direction === 'forward' && requestedAt !== undefined ? [requestedAt] : [],
  );
  const over = leftAt ?? (isTerminal(release.state) && release.stage === stage ? release.endedAt : undefined);
  const pad = Math.max(LEAST_PAD_MS, ((over ?? now) - enteredAt) / 20);
  return {
    stage,
    from: Math.round(enteredAt - pad),
    to: Math.round(over === undefined ? now : Math.min(now, over + pad)),
    enteredAt,
    ...(taken.length > 0 ? { deployedAt: Math.min(...taken) } : {}),
    ...(bakeStartedAt === undefined ? {} : { bakeStartedAt }),
    ...(verdict ? { verdict } : {}),
    ...(rollback ? { turnedAt: rollback.at } : {}),
    ...(over === undefined ? {} : { leftAt: over }),
    ...(bake.forMs > 0 ? { forMs: bake.forMs } : {}),
  };
}

async function readEvidence(
  client: CloudWatchClient,
  { namespace, metric, dimensions, period, minSamples }: NonNullable<BakeRule['evidence']>,
  { from, to, bakeStartedAt, verdict }: Frame,
): Promise<EvidenceChart> {
  const about = {
    name: metric,
    needed: minSamples,
    ...(verdict?.samples === undefined ? {} : { seen: verdict.samples }),
  };
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
  try {
    const drawn = await readSeries(client, {
      queries: [{ Id: 'drawn', MetricStat: { Metric, Period: period / 1_000, Stat: 'Sum' } }],
      name: `Sum of ${metric}`,
      periodMs: period,
      from,
      to,
      minds: 'high',
      shape: 'bars',
    });
    const isWhole = drawn.series !== undefined && drawn.series.thinned === undefined && bakeStartedAt !== undefined;
    const seen = isWhole ? sumSince(drawn.series.points, bakeStartedAt) : undefined;
    return { ...(seen === undefined || verdict ? {} : { seen }), ...about, ...drawn };
  } catch (error) {
    return { ...about, undrawn: `CloudWatch could not be asked: ${(error as Error).message}.` };
  }
}

const sumSince = (points: { at: number; value: number }[], since: number): number =>
  points.filter(({ at }) => at >= since).reduce((sum, { value }) => sum + value, 0);

/** What went red comes first: it is what somebody looks for. */
const inOrder = (alarms: BakeView['alarms']): BakeView['alarms'] => {
  const isRed = ({ states }: BakeView['alarms'][number]): boolean => states.some(({ state }) => state === 'ALARM');
  return [...alarms.filter(isRed), ...alarms.filter((alarm) => !isRed(alarm))];
};
