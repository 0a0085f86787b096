import type { Context } from 'hono';

/** Shows what a dashboard would show, of what it hands to the function. */
export type ShowWidget = (event: Record<string, unknown>) => Promise<string>;

/** As a dashboard: styles stand in the widget, and nothing runs. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const WIDTH = 900;

/** A widget of CloudWatch's dashboard on a page of its own, to try it out: `/widget?show=history&theme=dark&width=300`. */
export async function widgetPage(context: Context, show: ShowWidget): Promise<Response> {
  const { theme = 'light', width: asked, ...params } = context.req.query();
  const width = Number(asked) > 0 ? Math.min(2_000, Number(asked)) : WIDTH;
  const html = await show({ ...params, widgetContext: { theme, width, timezone: { offsetISO: '+00:00' } } });
  context.header('content-security-policy', POLICY);
  context.header('cache-control', 'no-store');
  return context.html(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Widget · Bakewatch</title><body style="max-width:${width}px">${linked(html)}</body></html>`,
  );
}

/** A dashboard makes actions of what stands behind a link; here they are addresses. */
const linked = (html: string): string =>
  html.replaceAll(
    /<a class="(call[^"]*)"([^>]*)>(.*?)<\/a><cwdb-action[^>]*>([^<]*)<\/cwdb-action>/gs,
    (_all, name: string, more: string, inside: string, params: string) => {
      const given = Object.entries(JSON.parse(params.replaceAll('&quot;', '"')) as Record<string, string | number>);
      const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
      return `<a class="${name}"${more} href="/widget?${query.toString().replaceAll('&', '&amp;')}">${inside}</a>`;
    },
  );
