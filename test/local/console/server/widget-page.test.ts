import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { guard } from '#local/console/server/guard.ts';
import { type ShowWidget, widgetPage } from '#local/console/server/widget-page.ts';
import { filled, shown } from '#test/functions/show-widget/widget-bench.ts';

const ask = (show: ShowWidget, path: string): Promise<Response> => {
  const app = new Hono();
  app.use(guard(() => 80));
  app.get('/widget', (context) => widgetPage(context, show));
  return Promise.resolve(app.request(`http://127.0.0.1${path}`, { headers: { host: '127.0.0.1:80' } }));
};

describe('a widget on a page of its own', () => {
  it('is asked for what stands in the address, as a dashboard would ask', async () => {
    const events: unknown[] = [];
    const show: ShowWidget = async (event) => String(events.push(event));
    await ask(show, '/widget?show=history&service=hello&theme=dark&width=300');
    await ask(show, '/widget?width=wide');
    expect(events).toMatchObject([
      { show: 'history', service: 'hello', widgetContext: { theme: 'dark', width: 300 } },
      { widgetContext: { theme: 'light', width: 900 } },
    ]);
    expect(events[0]).not.toHaveProperty('theme');
  });

  it('runs nothing and loads nothing', async () => {
    const policy = (await ask(async () => '<p>x</p>', '/widget')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-scripts)/);
    expect(policy).not.toContain('script-src');
  });

  it('leads from one widget to another', async () => {
    const table = await filled();
    const show: ShowWidget = ({ widgetContext: _, ...params }) => shown(table, params);
    const page = await (await ask(show, '/widget')).text();
    expect(page).toContain('href="/widget?show=release&amp;release=hello%236"');
    expect(page).toContain('href="/widget?show=history&amp;service=hello"');
    expect(page).not.toContain('</cwdb-action>');
  });
});
