import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import type { Release } from '#core/release/release.ts';
import { executionPath } from '#views/paths.ts';
import { bundleConsole } from '../../../scripts/bundle-console.ts';
import { whatExcludes } from './accessibility.ts';
import { type Exhibition, openExhibition } from './exhibition.ts';
import { say } from './seed.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const isMissing = !existsSync(CHROMIUM);
if (isMissing)
  console.warn(`The console is not tried in a browser: ${CHROMIUM} is not installed (set CHROMIUM to its path).`);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(isMissing)('the console in a browser', () => {
  let exhibition: Exhibition;
  let browser: BrowserContext;
  let folder: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    await bundleConsole();
    exhibition = await openExhibition('bakes in staging');
    folder = await mkdtemp(join(tmpdir(), 'console-'));
    browser = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await exhibition?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.close();
    // Violations of the content security policy are errors of the browser's console.
    expect(complaints).toEqual([]);
  });

  const open = (path: string) => page.goto(`${exhibition.console.url}${path}`);
  const addresses = (): [string, string][] => [
    ['/', 'Cache greetings per visitor'],
    ['/releases/hello/6', 'Somebody has to look at this.'],
    ['/releases/hello/7/execution', 'Smoke test'],
    [executionPath(exhibition.executionArn), 'Smoke test'],
    ['/slack', '#releases'],
    ['/delivery/hello', 'Deployments per week'],
    ['/cloudwatch/home#alarmsV2:alarm/hello-production-errors', 'Sum of Errors > 5 in 1 of 1 periods of 60 s'],
  ];

  it('shows every page without a complaint and without sideways scrolling on a telephone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [path, text] of addresses()) {
      await open(path);
      await page.getByText(text).first().waitFor();
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(widths[0], path).toBeLessThanOrEqual(widths[1] ?? 0);
    }
  });

  it('gives everything that can be operated a name', async () => {
    for (const [path, text] of addresses()) {
      await open(path);
      await page.getByText(text).first().waitFor();
      const nameless = await page
        .locator('a, button, select, summary')
        .evaluateAll((all) =>
          all.filter((e) => !(e.ariaLabel || e.textContent?.trim() || e.closest('label'))).map((e) => e.outerHTML),
        );
      expect(nameless, path).toEqual([]);
      expect(await page.getByRole('main').count(), path).toBe(1);
      expect(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1);
    }
  });

  it.each(['light', 'dark'] as const)('excludes nobody, as far as axe can tell, in %s', async (colorScheme) => {
    const found: string[] = [];
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [path, text] of addresses()) {
      await open(path);
      await page.getByText(text).first().waitFor();
      found.push(...(await whatExcludes(page)).map((each) => `${path} ${each}`));
    }
    expect(found).toEqual([]);
  });

  it('shows a change without being loaded again', async () => {
    await open('/');
    await page.evaluate(() => document.body.setAttribute('data-first', 'yes'));
    const row = page.locator('.release-row', { hasText: '#7' });
    await row.getByText('Baking').waitFor();
    await say(exhibition.table, 7, {
      kind: 'deployed',
      to: 'WAITING',
      stage: 'staging',
      at: Date.now(),
      sentence: 'passed staging with 412 samples',
    });
    await row.getByText('passed staging with 412 samples').waitFor();
    await row.getByText('Waiting').waitFor();
    expect(await page.getAttribute('body', 'data-first')).toBe('yes');
  });

  it('gives an order by keyboard alone: who, why, what will happen, and what became of it', async () => {
    await open('/');
    const held = page.locator('.stage', { hasText: 'production' }).getByText('Held', { exact: true }).first();
    await held.waitFor();
    await page.getByRole('button', { name: 'Resume production: Resume hello production' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Resume hello production?' });
    await dialog.getByText('Lifts the hold on production').waitFor();
    expect(await whatExcludes(page)).toEqual([]);
    await page.keyboard.type('Amy Adler');
    await page.keyboard.press('Tab');
    await page.keyboard.type('the alarm is understood');
    await page.keyboard.press('Enter');
    await dialog.getByRole('status').getByText('lifted the hold on production of hello').waitFor();
    await held.waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    // The button that opened it is gone, and focus is not lost with it.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
    const { hold } = (await exhibition.table.read(keys.environment('hello', 'production'))) as unknown as Environment;
    expect(hold).toBeUndefined();
  });

  it('remembers the name, freezes for a while, and leaves with Escape where it came from', async () => {
    await open('/');
    await page.getByRole('button', { name: 'Freeze staging: Freeze hello staging' }).click();
    const dialog = page.getByRole('dialog', { name: 'Freeze hello staging?' });
    expect(await dialog.getByLabel(/^Your name/).inputValue()).toBe('Amy Adler');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Freeze staging');
    await page.keyboard.press('Enter');
    await dialog.getByLabel(/^For how long/).selectOption('4 hours');
    await dialog.getByLabel(/^Reason/).fill('the fair');
    await dialog.getByRole('button', { name: 'Freeze', exact: true }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText(/Frozen since just now by Amy Adler, until .*: the fair/).waitFor();
    await page.getByRole('button', { name: /^Unfreeze staging/ }).waitFor();
  });

  it('does nothing when what was seen is no longer so, and says it', async () => {
    await open('/releases/hello/8');
    await page.getByRole('button', { name: /^Cancel/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel hello#8?' });
    await dialog.getByLabel(/^Reason/).fill('a mistake');
    await say(exhibition.table, 8, { kind: 'prepared', to: 'BUILDING', at: Date.now(), sentence: 'will build' });
    await dialog.getByRole('button', { name: 'Cancel the release' }).click();
    await dialog.getByRole('alert').getByText('Nothing was done.').waitFor();
    await dialog.getByRole('alert').getByText('the state was ACCEPTED, now it is BUILDING').waitFor();
    const release = (await exhibition.table.read(keys.release('hello', 8))) as unknown as Release;
    expect(release.state).toBe('BUILDING');
  });

  it('shows hostile text as text', async () => {
    await open('/releases/hello/8');
    const subject = page.locator('.commit-subject');
    await subject.waitFor();
    const text = await subject.textContent();
    expect(text).toContain("<script>document.title='owned'</script> evil שלום xxx");
    expect(await page.title()).toBe('hello#8 · Bakewatch');
    expect(await page.locator('main script').count()).toBe(0);
  });

  it('lets the keyboard skip to the content, also where the address has a fragment', async () => {
    await open(executionPath(exhibition.executionArn));
    await page.getByRole('button', { name: 'Record artifact' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(page.url()).toContain(executionPath(exhibition.executionArn));
  });

  it('is connected to the changes on a page that needs none of them', async () => {
    await open('/cloudwatch/home#alarmsV2:alarm/hello-production-errors');
    await page.getByRole('status').getByText('Live').waitFor();
  });

  it('follows its own links without loading, and the way back', async () => {
    await open('/');
    await page.getByRole('link', { name: 'hello release 6' }).click();
    await page.getByRole('heading', { name: 'hello#6' }).waitFor();
    expect(page.url()).toBe(`${exhibition.console.url}/releases/hello/6`);
    await page.goBack();
    await page.getByRole('heading', { name: 'hello', exact: true }).waitFor();
  });

  it('follows the link to the execution from the Slack thread', async () => {
    await open('/releases/hello/7');
    await page.locator('.thread').getByRole('link', { name: 'execution' }).click();
    await page.getByRole('button', { name: /^Bake .*in progress$/ }).waitFor();
    expect(page.url()).toBe(`${exhibition.console.url}${executionPath(exhibition.executionArn)}`);
  });

  it('shows the buttons of the Slack thread with what they would do, and presses none', async () => {
    await open('/releases/hello/7');
    const button = page.locator('.thread').getByRole('button', { name: 'Cancel' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await button.getAttribute('title')).toBe('Ends it for good.');
  });

  it('shows what a state got and gave when it is chosen by keyboard, and the events with their details', async () => {
    await open(executionPath(exhibition.executionArn));
    await page.getByRole('button', { name: /^Record artifact / }).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: 'Record artifact' }).waitFor();
    await panel.getByText('"hello-build:1"').waitFor();
    await page.getByRole('tab', { name: 'Graph' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('row', { name: /^Record artifact succeeded/ }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('searchbox').fill('ExecutionStarted');
    await page
      .getByRole('status')
      .getByText(/^1 of \d+ events$/)
      .waitFor();
    await page.getByRole('button', { name: 'Event 1, ExecutionStarted' }).click();
    await page.getByText('"hello#7"').waitFor();
  });

  it('draws what was watched, with its numbers for whoever does not see the drawing', async () => {
    await open('/releases/hello/6');
    await page
      .getByRole('img', { name: /^Alarm hello-production-errors in production: it was in alarm for/ })
      .waitFor();
    await page.getByText('There is no alarm of that name any more.').waitFor();
    await page.getByText('As a table: hello-production-errors in production').click();
    await page.getByRole('row', { name: /turned around$/ }).waitFor();
    expect(await page.locator('.bake .chart .series-bars rect').count()).toBeGreaterThan(0);
    expect(await whatExcludes(page)).toEqual([]);
  });

  it('follows a running execution into the next stage', async () => {
    await open(executionPath(exhibition.executionArn));
    await page.getByRole('button', { name: /^Bake .*in progress$/ }).waitFor();
    await exhibition.answer({ status: 'healthy', reason: 'all quiet' });
    await page.getByRole('button', { name: 'production', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'staging' }).click();
    await page.getByRole('button', { name: /^Leave stage .*succeeded$/ }).waitFor();
  });
});
