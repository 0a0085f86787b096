import type { BrowserContext, Page } from 'playwright-core';

/** One widget of a dashboard, in CSS pixels. */
export interface Tile {
  title: string;
  width: number;
  height: number;
  html: string;
}

/** As large as CloudWatch draws them on a window of 1,240 pixels: a column is 49, a row 61 with the title's share. */
export const sizeOf = (columns: number, rows: number): { width: number; height: number } => ({
  width: columns * 50 - 12,
  height: rows * 61,
});

const COLOURS = {
  light: { page: '#f2f3f3', tile: '#fff', ink: '#16191f', line: '#d5dbdb' },
  dark: { page: '#0f141a', tile: '#161d26', ink: '#e6e9ee', line: '#3c4653' },
};

/**
 * A page that does to widgets what a dashboard does: it shows their HTML in a box that scrolls, and runs nothing. The policy forbids all that
 * CloudWatch takes out.
 */
export async function openDashboard(browser: BrowserContext, theme: 'light' | 'dark', tiles: Tile[]): Promise<Page> {
  const { page: ground, tile, ink, line } = COLOURS[theme];
  const boxes = tiles.map(
    ({ title, width, height, html }) =>
      `<section style="width:${width}px"><h2>${title}</h2><div class="widget" style="height:${height}px">${html}</div></section>`,
  );
  const body = `<!doctype html><meta charset="utf-8"><title>Dashboard</title><style>
body{margin:0;padding:12px;display:flex;flex-wrap:wrap;align-items:start;gap:12px;background:${ground};color:${ink};font:14px Arial}
body>section{background:${tile};border:1px solid ${line}}
body>section>h2{margin:0;padding:8px 12px;font-size:14px;border-bottom:1px solid ${line}}
.widget{overflow:auto;padding:8px;box-sizing:border-box}
</style>${boxes.join('')}`;
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1_240, height: 900 });
  await page.route('https://dashboard.test/**', (route) =>
    route.fulfill({
      body,
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups" },
    }),
  );
  await page.goto('https://dashboard.test/');
  return page;
}
