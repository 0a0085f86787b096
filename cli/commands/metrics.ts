import { measure, WINDOWS, windowStart } from '#core/delivery/measure.ts';
import { readDelivery } from '#views/read/read-delivery.ts';
import { askedServices } from '../asked-services.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';
import { renderMetrics } from '../render/metrics.ts';

/** How well delivery goes, by service and window. */
export async function metrics(
  service: string | undefined,
  options: Where & { json: boolean; days?: number },
): Promise<number> {
  const { table } = await connect(options);
  const now = Date.now();
  const windows = options.days === undefined ? WINDOWS : [options.days];
  const since = windowStart(Math.max(...windows), now);
  const found = await Promise.all(
    (await askedServices(table, service)).map((name) => readDelivery(table, name, since)),
  );
  const services = found.map(({ deployments, ...rest }) => ({
    ...rest,
    windows: windows.map((days) => measure(deployments, days, now)),
  }));
  console.log(options.json ? JSON.stringify({ now, services }, null, 2) : renderMetrics(services));
  return EXIT.done;
}
