import { sayDuration } from '#core/config/duration.ts';
import type { Figures } from '#core/delivery/measure.ts';
import { sayRate } from '#core/words/say-rate.ts';
import { style } from './style.ts';
import { renderTable } from './table.ts';

export interface ServiceMetrics {
  service: string;
  stage?: string;
  windows: Figures[];
}

const HEADER = ['service', 'window', 'deployments', 'lead time', '9 of 10', 'failed', 'restored in'];

/** What nothing is known of: it must not be taken for zero. */
const UNKNOWN = '–';

/** One line per service and window. */
export function renderMetrics(services: ServiceMetrics[]): string {
  if (services.length === 0) return 'There is no service yet.';
  const rows = services.flatMap(({ service, windows }) =>
    windows.map((figures, i) => [i === 0 ? style('bold', service) : '', ...row(figures)]),
  );
  const stages = services.map(({ service, stage }) =>
    stage ? `${service}: deployments to ${stage}` : `${service} is not configured any more`,
  );
  return [
    renderTable(HEADER, rows),
    '',
    ...stages.map((line) => style('gray', line)),
    style('gray', 'what each figure means: npx bakewatch metrics --help'),
  ].join('\n');
}

const row = ({ days, deployments, leadTime, changeFailure, timeToRestore }: Figures): string[] => [
  `${days} d`,
  deployments.count === 0 ? 'none' : `${deployments.count} (${sayRate(deployments.perDay)}/d)`,
  sayTime(leadTime.medianMs),
  sayTime(leadTime.p90Ms),
  sayFailed(changeFailure),
  sayRestored(timeToRestore),
];

const sayTime = (ms: number | undefined): string => (ms === undefined ? UNKNOWN : sayDuration(ms));

const sayFailed = ({ failed, of, rate }: Figures['changeFailure']): string =>
  rate === undefined ? UNKNOWN : `${failed} of ${of} (${Math.round(rate * 100)} %)`;

function sayRestored(restore: Figures['timeToRestore']): string {
  const known = restore.medianMs === undefined ? [] : [`${sayTime(restore.medianMs)} (${restore.n})`];
  const open = restore.open === 0 ? [] : [style('yellow', `${restore.open} open`)];
  return [...known, ...open].join(', ') || UNKNOWN;
}
