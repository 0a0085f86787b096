import { useEffect } from 'preact/hooks';
import { OrderDialog } from './actions/order-dialog.tsx';
import { AlarmPage } from './alarm/alarm-page.tsx';
import { DeliveryPage } from './delivery/delivery-page.tsx';
import { ExecutionPage } from './execution/execution-page.tsx';
import { useIsLive } from './live.ts';
import { OverviewPage } from './overview/overview-page.tsx';
import { ReleasePage } from './release/release-page.tsx';
import type { Route } from './route.ts';
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
        <Live />
      </header>
      <main id="main" tabIndex={-1}>
        <Page route={route} />
      </main>
      <OrderDialog />
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'release':
      return <ReleasePage {...route} />;
    case 'delivery':
      return <DeliveryPage service={route.service} />;
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
    case 'alarm':
      return `${route.name} · Bakewatch`;
    default:
      return 'Bakewatch';
  }
}
