import type { DimensionFilter, ListMetricsInput } from '@aws-sdk/client-cloudwatch';
import { toDimensionList } from '../metrics/metric-identity.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { page } from '../page.ts';
import { refuseUnsupported } from '../refusals.ts';

const PAGE_SIZE = 500;
const RECENT_MS = 3 * 3_600_000;

/** Metrics by namespace, name and dimensions, 500 at a time. */
export function listMetrics(store: MetricStore, input: ListMetricsInput, now: number) {
  refuseUnsupported(input, ['IncludeLinkedAccounts', 'OwningAccount']);
  const found = store
    .list()
    .filter(
      ({ namespace, metricName, dimensions, lastTime }) =>
        (input.Namespace === undefined || namespace === input.Namespace) &&
        (input.MetricName === undefined || metricName === input.MetricName) &&
        (input.RecentlyActive === undefined || lastTime >= now - RECENT_MS) &&
        hasDimensions(dimensions, input.Dimensions ?? []),
    );
  const { items, nextToken } = page(found, PAGE_SIZE, input.NextToken);
  const Metrics = items.map(({ namespace, metricName, dimensions }) => {
    return { Namespace: namespace, MetricName: metricName, Dimensions: toDimensionList(dimensions) };
  });
  return { Metrics, ...(nextToken ? { NextToken: nextToken } : {}) };
}

const hasDimensions = (dimensions: Record<string, string>, filters: DimensionFilter[]): boolean =>
  filters.every(({ Name = '', Value }) => Name in dimensions && (Value === undefined || dimensions[Name] === Value));
