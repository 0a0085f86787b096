import type { Dimension } from '@aws-sdk/client-cloudwatch';

/** Which metric: two with different dimensions are different metrics, whatever the order of the dimensions. */
export interface MetricIdentity {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
}

/** The dimensions in one canonical spelling, usable as a key. */
export function dimensionsKey(dimensions: Record<string, string>): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const dimensionsOfKey = (key: string): Record<string, string> => Object.fromEntries(JSON.parse(key));

export const fromDimensionList = (list: Dimension[] | undefined): Record<string, string> =>
  Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));

export const toDimensionList = (dimensions: Record<string, string>): Dimension[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
