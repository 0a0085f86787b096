import { useEffect } from 'preact/hooks';
import { OrderDialog } from './actions/order-dialog.tsx';
import { AlarmPage } from './alarm/alarm-page.tsx';
import { DeliveryPage } from './delivery/delivery-page.tsx';
import { ExecutionPage } from './execution/execution-page.tsx';
import { useIsLive } from './live.ts';
import { OverviewPage } from './overview/overview-page.tsx';
import { ReleasePage } from './release/release-page.tsx';
import type { Route } from './route.ts';
import { SlackPage } from './slack/slack-page.tsx';
import { useRoute } from './use-route.ts';

export function App() {
  const route = useRoute();
  useEffect(() => {
    document.title = titleOf(route);
  }, [route]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <header class="top">
        <a class="brand" href="/">
          <img src="/icon.svg" alt="" width="24" height="24" />
          Bakewatch
        </a>
        <nav class="places" aria-label="Bakewatch">
          <Place href="/" isHere={route.page === 'overview'} name="Services" />
          <Place href="/slack" isHere={route.page === 'slack'} name="Slack inbox" />
        </nav>
        <Live />
      </header>
      <main id="main" tabIndex={-1}>
        <Page route={route} />
      </main>
      <OrderDialog />
    </>
  );
}

const Place = ({ href, isHere, name }: { href: string; isHere: boolean; name: string }) => (
  <a href={href} {...(isHere ? { 'aria-current': 'page' as const } : {})}>
    {name}
  </a>
);

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'release':
      return <ReleasePage {...route} />;
    case 'delivery':
      return <DeliveryPage service={route.service} />;
    case 'slack':
      return <SlackPage />;
    case 'execution':
      return <ExecutionPage arn={route.arn} />;
    case 'alarm':
      return <AlarmPage name={route.name} />;
    case 'nowhere':
      return (
        <div class="pending">
          There is nothing at this address. <a href="/">All services</a>
        </div>
      );
    default:
      return route satisfies never;
  }
}

function Live() {
  const isLive = useIsLive();
  return (
    <span class={isLive ? 'live' : 'live lost'} role="status">
      {isLive ? 'Live' : 'Connecting…'}
    </span>
  );
}

function titleOf(route: Route): string {
  switch (route.page) {
    case 'release':
      return `${route.service}#${route.number} · Bakewatch`;
    case 'delivery':
      return `Delivery of ${route.service} · Bakewatch`;
    case 'execution':
      return `${route.arn.split(':').at(-1)} · Bakewatch`;
    case 'slack':
      return 'Slack inbox · Bakewatch';
    case 'alarm':
      return `${route.name} · Bakewatch`;
    default:
      return 'Bakewatch';
  }
}
