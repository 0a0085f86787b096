import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { bundle } from '#cli/bundle.ts';
import { awaitRelease } from '#cli/demo/await-release.ts';
import { playScript, pushChange } from '#cli/demo/play-script.ts';
import { startOneMachine } from '#local/installation/one-machine.ts';
import { freePorts } from '#local/installation/ports.ts';
import { startVisitors } from '#local/visitors/visitors.ts';
import { PICTURES, type Picture } from './pictures.ts';

/** Takes the pictures of the documentation anew: `npm run screenshots`. Plays the demo and one more bad release in an instance of its own. */
const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const LONGEST_RELEASE_MS = 60_000;

async function takePictures(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  mkdirSync(FOLDER, { recursive: true });
  for (const picture of PICTURES) await take(browser, url, picture);
  await browser.close();
}

async function take(
  browser: Awaited<ReturnType<typeof chromium.launch>>,
  url: string,
  { name, path, shows, press, width, height, colorScheme }: Picture,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.locator(shows).first().waitFor();
  // What can be done is read apart from what is, and comes a moment later.
  if (path === '/' || path.startsWith('/releases')) await page.locator('.offers').first().waitFor();
  if (press) await page.getByRole(press.role, { name: press.name }).first().click();
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  await context.close();
  console.log(`docs/screenshots/${name}.png`);
}

const dir = mkdtempSync(join(tmpdir(), 'bakewatch-screenshots-'));
try {
  const machine = await startOneMachine({ dir, port: await freePorts(4_640), bundles: await bundle() });
  try {
    await playScript(machine, console.log);
    const visitors = startVisitors(machine.urls.production, 25);
    await pushChange(machine, { errorShare: 0.3 }, 'Say hello in colour');
    await awaitRelease(machine, 4, LONGEST_RELEASE_MS);
    await takePictures(machine.urls.console);
    visitors.stop();
  } finally {
    await machine.close();
  }
} finally {
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}
