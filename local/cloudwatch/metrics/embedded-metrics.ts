import type { MetricSample } from '../metric-sample.ts';

interface Directive {
  Namespace: string;
  Dimensions?: string[][];
  Metrics: { Name: string; Unit?: string; StorageResolution?: number }[];
}

const LONGEST_LINE = 1_000_000;
const MOST_VALUES = 100;

/**
 * The metrics that a log line in the embedded metric format has in it; none for any other line. Like CloudWatch it passes over what it
 * cannot read, and tells nobody.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * `now`: epoch ms, for those that say no time.
 */
export function embeddedMetrics(line: string, now: number): MetricSample[] {
  const root = parse(line);
  const { Timestamp: at = now, CloudWatchMetrics: directives } = asObject(root?.['_aws']) ?? {};
  if (!root || typeof at !== 'number' || !Array.isArray(directives)) return [];
  return directives.filter(isDirective).flatMap((directive) => samplesOf(directive, root, at));
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.includes('"_aws"') || line.length > LONGEST_LINE) return undefined;
  try {
    return asObject(JSON.parse(line));
  } catch {
    return undefined;
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

function isDirective(value: unknown): value is Directive {
  const { Namespace, Dimensions = [], Metrics } = asObject(value) ?? {};
  return (
    typeof Namespace === 'string' &&
    Array.isArray(Dimensions) &&
    Dimensions.every((set) => Array.isArray(set)) &&
    Array.isArray(Metrics) &&
    Metrics.every((metric) => typeof asObject(metric)?.['Name'] === 'string')
  );
}

function samplesOf(
  { Namespace: namespace, Dimensions = [[]], Metrics }: Directive,
  root: Record<string, unknown>,
  at: number,
): MetricSample[] {
  const sets = Dimensions.map((names) => dimensionsOf(names, root)).filter((set) => set !== undefined);
  return Metrics.flatMap(({ Name: metricName, Unit: unit = 'None', StorageResolution = 60 }) => {
    const resolution = (StorageResolution === 1 ? 1 : 60) * 1_000;
    const time = Math.floor(at / resolution) * resolution;
    return sets.flatMap((dimensions) =>
      valuesOf(root[metricName]).map((value) => ({ namespace, metricName, dimensions, unit, value, time })),
    );
  });
}

/** A set of which a name has no text in the line is no metric. */
function dimensionsOf(names: string[], root: Record<string, unknown>): Record<string, string> | undefined {
  const found = names.map((name) => [name, root[name]] as const);
  return found.every(([, value]) => typeof value === 'string')
    ? (Object.fromEntries(found) as Record<string, string>)
    : undefined;
}

function valuesOf(target: unknown): number[] {
  const values = Array.isArray(target) ? target : [target];
  const isRead = values.length <= MOST_VALUES && values.every((value) => Number.isFinite(value));
  return isRead ? values : [];
}
