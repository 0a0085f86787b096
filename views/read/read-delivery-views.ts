import { measure, WINDOWS, windowStart } from '#core/delivery/measure.ts';
import { firstWeek, weeksOf } from '#core/delivery/weeks.ts';
import { keys, SERVICE_PREFIX, SERVICES } from '#core/ledger/keys.ts';
import type { ReadTable } from '#core/ports/table.ts';
import type { DeliveryOverview, DeliveryView } from '../views.ts';
import { readDelivery } from './read-delivery.ts';

const SHOWN_WEEKS = 13;
const SHOWN_DEPLOYMENTS = 30;
/** Long enough to show a habit, short enough to show a change of it. */
const OVERVIEW_DAYS = 30;

/** The delivery of one service: its windows, its weeks, and its newest deployments. Undefined: there is no service of that name. */
export async function readDeliveryView(
  table: ReadTable,
  service: string,
  now: number,
  days: readonly number[] = WINDOWS,
): Promise<DeliveryView | undefined> {
  if (!(await table.read(keys.listedService(service)))) return undefined;
  const since = Math.min(firstWeek(SHOWN_WEEKS, now), windowStart(Math.max(...days), now));
  const { stage, deployments } = await readDelivery(table, service, since);
  return {
    now,
    service,
    ...(stage === undefined ? {} : { stage }),
    windows: days.map((each) => measure(deployments, each, now)),
    weeks: weeksOf(deployments, SHOWN_WEEKS, now),
    deployments: deployments
      .filter(({ deployedAt }) => deployedAt >= since)
      .sort((one, other) => other.deployedAt - one.deployedAt)
      .slice(0, SHOWN_DEPLOYMENTS),
  };
}

/** The delivery of every service, or of the first so many, in one window. */
export async function readDeliveryOverview(
  table: ReadTable,
  now: number,
  { days = OVERVIEW_DAYS, most = Number.POSITIVE_INFINITY } = {},
): Promise<DeliveryOverview> {
  const listed = await table.list(SERVICES, { prefix: SERVICE_PREFIX });
  const since = windowStart(days, now);
  const services = listed.slice(0, most).map(async ({ sk }) => {
    const { service, stage, deployments } = await readDelivery(table, sk.slice(SERVICE_PREFIX.length), since);
    return {
      service,
      ...(stage === undefined ? {} : { stage }),
      figures: measure(deployments, days, now),
    };
  });
  return { now, services: await Promise.all(services), left: Math.max(0, listed.length - most) };
}
