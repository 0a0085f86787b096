import * as z from 'zod/mini';
import { UTC, type Zone, zoneOf } from '#views/zone.ts';

/** Who looks, as far as it changes what is shown. */
export interface Viewer {
  theme: 'light' | 'dark';
  zone: Zone;
  /** The widget's width on the screen, in CSS pixels. */
  width: number;
}

const UNKNOWN: Viewer = { theme: 'light', zone: UTC, width: 600 };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html */
const context = z.object({
  theme: z.catch(z.enum(['light', 'dark']), UNKNOWN.theme),
  timezone: z.catch(
    z.pipe(
      z.object({ offsetISO: z.string() }),
      z.transform(({ offsetISO }) => zoneOf(offsetISO)),
    ),
    UTC,
  ),
  width: z.catch(z.number(), UNKNOWN.width),
});

/** What CloudWatch says about its viewer. Nothing in it is worth not showing the widget: what is missing or odd is taken to be usual. */
export function parseViewer(event: unknown): Viewer {
  const parsed = z.object({ widgetContext: context }).safeParse(event);
  if (!parsed.success) return UNKNOWN;
  const { theme, timezone: zone, width } = parsed.data.widgetContext;
  return { theme, zone, width };
}
