import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { type Context, Hono } from 'hono';
import type { StoredRelease } from '#core/ledger/items.ts';
import { RELEASE_PREFIX, servicePartition } from '#core/ledger/keys.ts';
import type { Table } from '#core/ports/table.ts';
import { readDeliveryOverview, readDeliveryView } from '#views/read/read-delivery-views.ts';
import { readOverview, rowOf } from '#views/read/read-overview.ts';
import { type ReleaseViewSources, readReleaseView } from '#views/read/read-release-view.ts';
import type { Inbox } from '../api/inbox.ts';
import { readActions, readReleaseActions } from '../api/read-actions.ts';
import { readAlarm } from '../api/read-alarm.ts';
import { readBakes } from '../api/read-bakes.ts';
import { readExecution } from '../api/read-execution.ts';
import { readThread, readThreads } from '../api/read-thread.ts';
import { asset, ICON, SHELL } from './assets.ts';
import type { ChangeFeed } from './change-feed.ts';
import { eventStream } from './event-stream.ts';
import { guard } from './guard.ts';
import { type Obey, takeOrder } from './orders.ts';
import { type ShowWidget, widgetPage } from './widget-page.ts';

export interface RouteSources extends ReleaseViewSources {
  table: Table;
  chat: Inbox;
  stepFunctions: SFNClient;
  cloudWatch: CloudWatchClient;
  feed: ChangeFeed;
  showWidget: ShowWidget | undefined;
  port: () => number;
  obey: Obey;
  now: () => number;
}

/** Every address of the console: pages, their files, and the JSON API under /api/. */
export function routes(sources: RouteSources): Hono {
  const app = new Hono();
  app.use(guard(sources.port));
  for (const page of [
    '/',
    '/releases/:service/:number',
    '/releases/:service/:number/execution',
    '/delivery/:service',
    '/slack',
    '/states/home',
    '/cloudwatch/home',
  ])
    app.get(page, (context) => context.html(SHELL, 200, { 'cache-control': 'no-cache' }));
  app.get('/console.js', (context) => asset(context, 'console.js'));
  app.get('/console.css', (context) => asset(context, 'console.css'));
  app.get('/icon.svg', (context) => context.body(ICON, 200, { 'content-type': 'image/svg+xml' }));
  const { showWidget } = sources;
  if (showWidget) app.get('/widget', (context) => widgetPage(context, showWidget));
  app.route('/api', api(sources));
  app.notFound((context) => context.json({ message: `There is no ${context.req.path} here.` }, 404));
  app.onError((error, context) => fault(error, context));
  return app;
}

function api(sources: RouteSources): Hono {
  const { table, stepFunctions, cloudWatch, feed, obey, now } = sources;
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.get('/overview', async (context) => context.json(await readOverview(table, now())));
  app.get('/releases/:service', async (context) => {
    const limit = wholeNumber(context.req.query('limit') ?? '25', 1, 1_000);
    if (limit === undefined) return context.json({ message: 'limit is a whole number from 1 to 1000.' }, 400);
    const partition = servicePartition(context.req.param('service'));
    const found = await table.list(partition, { prefix: RELEASE_PREFIX, newestFirst: true, limit });
    return context.json({ now: now(), releases: (found as StoredRelease[]).map(rowOf) });
  });
  app.get('/releases/:service/:number', async (context) => {
    const number = wholeNumber(context.req.param('number'), 1, 999_999_999);
    const found = number && (await readReleaseView(sources, context.req.param('service'), number, now()));
    if (!found) return context.json({ message: 'The ledger has no such release.' }, 404);
    return context.json({ ...found, ...(await readThread(sources, found.release)) });
  });
  app.get('/releases/:service/:number/actions', async (context) => {
    const number = wholeNumber(context.req.param('number'), 1, 999_999_999);
    const found = number && (await readReleaseActions(table, context.req.param('service'), number, now()));
    return found ? context.json(found) : context.json({ message: 'The ledger has no such release.' }, 404);
  });
  app.get('/releases/:service/:number/bakes', async (context) => {
    const number = wholeNumber(context.req.param('number'), 1, 999_999_999);
    const found = number && (await readBakes(sources, context.req.param('service'), number, now()));
    return found ? context.json(found) : context.json({ message: 'The ledger has no such release.' }, 404);
  });
  app.get('/executions/:arn', async (context) => {
    const after = wholeNumber(context.req.query('after') ?? '0', 0, 1_000_000);
    if (after === undefined) return context.json({ message: 'after is the id of an event.' }, 400);
    return context.json(await readExecution(stepFunctions, context.req.param('arn'), after, now()));
  });
  app.get('/alarms/:name', async (context) => {
    const found = await readAlarm(cloudWatch, context.req.param('name'), now());
    return found ? context.json(found) : context.json({ message: 'There is no alarm of that name.' }, 404);
  });
  app.get('/delivery', async (context) => context.json(await readDeliveryOverview(table, now())));
  app.get('/delivery/:service', async (context) => {
    const found = await readDeliveryView(table, context.req.param('service'), now());
    return found ? context.json(found) : context.json({ message: 'There is no service of that name.' }, 404);
  });
  app.get('/threads', (context) => context.json(readThreads(sources, now())));
  app.get('/actions', async (context) => context.json(await readActions(table, now())));
  app.post('/orders', (context) => takeOrder(context, obey));
  app.get('/events', (context) => eventStream(context, feed));
  return app;
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

const NOT_THERE = new Set(['ExecutionDoesNotExist', 'InvalidArn', 'ResourceNotFound']);

/** What AWS refused is passed on in its words; everything else is a fault of this machine. */
function fault(error: Error, context: Context): Response {
  return context.json({ message: error.message }, NOT_THERE.has(error.name) ? 404 : 500);
}
