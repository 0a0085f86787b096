import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Key, Table } from '#core/ports/table.ts';
import type { CommitPages } from '#core/words/pages-at.ts';
import type { Inbox } from './api/inbox.ts';
import { changeFeed, changeOf } from './server/change-feed.ts';
import type { Obey } from './server/orders.ts';
import { routes } from './server/routes.ts';
import { serveHono } from './server/serve-hono.ts';
import type { ShowWidget } from './server/widget-page.ts';

export interface ConsoleOptions {
  /** 0: any that is free. */
  port: number;
  table: Table;
  stepFunctions: SFNClient;
  cloudWatch: CloudWatchClient;
  chat: Inbox;
  /** The command bus, for orders that persons give on the page. */
  obey: Obey;
  /** Calls the listener on every change of the ledger, with the key of the item where it is known. Returns the unsubscriber. */
  changes: (listener: (key?: Key) => void) => () => void;
  /** Where commits are looked at. */
  pages?: CommitPages;
  /** What CloudWatch's dashboard would call for a widget, which is then shown at /widget. */
  showWidget?: ShowWidget;
  now?: () => number;
}

export interface Console {
  url: string;
  close(): Promise<void>;
}

/** The console page on 127.0.0.1: it reads and shows, and hands the orders of persons to the command bus. Rejects when the port is taken. */
export async function createConsole(options: ConsoleOptions): Promise<Console> {
  const { table, stepFunctions, cloudWatch, chat, obey, pages, showWidget, now = Date.now } = options;
  const feed = changeFeed();
  let port = options.port;
  const app = routes({
    table,
    stepFunctions,
    cloudWatch,
    chat,
    obey,
    pages,
    showWidget,
    feed,
    now,
    port: () => port,
  });
  const server = serveHono(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const unsubscribe = [
    chat.onMessage(() => feed.note({ about: 'messages' })),
    options.changes((key) => {
      const change = changeOf(key);
      if (change) feed.note(change);
    }),
  ];
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const end of unsubscribe) end();
      feed.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
