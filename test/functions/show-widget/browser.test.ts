import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Freeze } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import type { Table } from '#core/ports/table.ts';
import { openDashboard, sizeOf, type Tile } from './dashboard.ts';
import { filled, NOW, shown } from './widget-bench.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const isMissing = !existsSync(CHROMIUM);
if (isMissing)
  console.warn(`The widgets are not tried in a browser: ${CHROMIUM} is not installed (set CHROMIUM to its path).`);

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** Where pictures are put for whoever wants to look at them. */
const PICTURES = process.env['WIDGET_PICTURES'];

const WIDGETS = [
  ['What runs where', { show: 'overview' }],
  ['Releases', { show: 'history' }],
  ['hello#6', { show: 'release', release: 'hello#6' }],
  ['Delivery', { show: 'delivery' }],
  ['Delivery of hello', { show: 'delivery', service: 'hello' }],
] as const;

describe.skipIf(isMissing)('the widgets on a dashboard that runs nothing', () => {
  let browser: BrowserContext;
  let folder: string;
  let table: Table;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'widgets-'));
    browser = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS });
  });
  beforeEach(async () => {
    table = await filled();
    const freeze: Freeze = { service: 'hello', stage: 'production', by: 'amy', reason: 'the fair', at: NOW - 600_000 };
    await table.write([create(keys.freeze('hello', 'production'), freeze)]);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const tiles = (theme: string, size: { width: number; height: number }): Promise<Tile[]> =>
    Promise.all(
      WIDGETS.map(async ([title, params]) => ({
        ...{ title, ...size },
        html: await shown(table, params, { theme, ...size }),
      })),
    );

  describe.each(['light', 'dark'] as const)('in its %s theme', (theme) => {
    it('stand beside each other as they are installed, and a release is legible below them', async () => {
      await table.write([{ remove: keys.release('hello', 8), expected: 1 }]);
      const [half, whole] = [sizeOf(12, 7), sizeOf(24, 9)];
      const make = async (title: string, params: object, size: typeof half): Promise<Tile> => ({
        ...{ title, ...size },
        html: await shown(table, params, { theme, ...size }),
      });
      const dashboard = await openDashboard(browser, theme, [
        await make('What runs where', { show: 'overview' }, half),
        await make('Releases', { show: 'history', last: 20 }, half),
        await make('hello#6', { show: 'release', release: 'hello#6' }, whole),
      ]);
      const boxes = await Promise.all((await dashboard.locator('.widget').all()).map((each) => each.boundingBox()));
      expect(boxes[1]?.y).toBe(boxes[0]?.y);
      expect(await dashboard.getByText('Held').first().isVisible()).toBe(true);
      if (PICTURES) {
        await mkdir(PICTURES, { recursive: true });
        await dashboard.screenshot({ path: join(PICTURES, `widgets-${theme}.png`), fullPage: true });
      }
      await dashboard.close();
    });

    it.each([
      [6, 6],
      [12, 9],
      [24, 12],
    ])(
      'fit into a tile of %d × %d: nothing scrolls sideways, nothing is asked for, nothing runs',
      async (columns, rows) => {
        const size = sizeOf(columns, rows);
        const dashboard = await openDashboard(browser, theme, await tiles(theme, size));
        const asked: string[] = [];
        dashboard.on('request', (request) => asked.push(request.url()));
        for (const widget of await dashboard.locator('.widget').all()) {
          const { scrolls, text } = await widget.evaluate((box) => ({
            scrolls: box.scrollWidth - box.clientWidth,
            text: box.textContent ?? '',
          }));
          expect(scrolls, text.slice(0, 100)).toBeLessThanOrEqual(0);
          expect(text.length).toBeGreaterThan(40);
        }
        expect(await dashboard.title()).toBe('Dashboard');
        expect(asked).toEqual([]);
        await dashboard.close();
      },
    );
  });
});
