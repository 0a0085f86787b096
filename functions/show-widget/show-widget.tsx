import type { ComponentChildren } from 'preact';
import type { Now } from '#core/ports/clock.ts';
import type { ReadTable } from '#core/ports/table.ts';
import { releaseId } from '#core/release/release.ts';
import type { Pages } from '#functions/steps/console-pages.ts';
import { readDeliveryOverview, readDeliveryView } from '#views/read/read-delivery-views.ts';
import { readHistory } from '#views/read/read-history.ts';
import { readOverview } from '#views/read/read-overview.ts';
import { readReleaseView } from '#views/read/read-release-view.ts';
import { DOCUMENTATION } from './documentation.ts';
import { type Asked, parseAsked } from './parse-asked.ts';
import { parseViewer, type Viewer } from './parse-viewer.ts';
import { renderWidget } from './render-widget.tsx';
import { DeliveriesWidget, DeliveryWidget } from './widgets/delivery-widget.tsx';
import { HistoryWidget } from './widgets/history-widget.tsx';
import { OverviewWidget } from './widgets/overview-widget.tsx';
import { ReleaseWidget } from './widgets/release-widget.tsx';
import { sayNone } from './widgets/say-none.ts';
import { Mistakes, Strange } from './widgets/sentences.tsx';

export interface ShowWidgetPorts {
  table: ReadTable;
  pages: Pages;
  now: Now;
}

/** Services that one widget shows; each costs a few reads of the ledger whenever a dashboard is refreshed. */
const MOST_SERVICES = 30;

/** Lambda answers with 6 MB at most; nobody reads a widget of a tenth of it. */
const MOST_CHARACTERS = 600_000;

/**
 * What a custom widget of a CloudWatch dashboard shows: HTML, or its documentation in Markdown when that is asked for. `endpoint` is the
 * function's own ARN, for links inside the widget. It reads the ledger and changes nothing.
 */
export async function showWidget(ports: ShowWidgetPorts, event: unknown, endpoint: string): Promise<string> {
  if (isForDocumentation(event)) return DOCUMENTATION;
  const viewer = parseViewer(event);
  const now = ports.now();
  const render = (content: ComponentChildren): string =>
    renderWidget({ viewer, now, pages: ports.pages, endpoint }, content);
  const parsed = parseAsked(event);
  if ('mistakes' in parsed) return render(<Mistakes mistakes={parsed.mistakes} />);
  const shown = await show(ports, parsed.asked, viewer, now);
  const html = render(
    <>
      <Strange sentences={parsed.strange} />
      {shown}
    </>,
  );
  return html.length <= MOST_CHARACTERS ? html : render(<Mistakes mistakes={[TOO_MUCH]} />);
}

const TOO_MUCH = 'What was asked for is too much for a widget: ask for one service, or for fewer releases.';

const isForDocumentation = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'describe' in event && Boolean(event.describe);

async function show(
  { table, pages }: ShowWidgetPorts,
  asked: Asked,
  viewer: Viewer,
  now: number,
): Promise<ComponentChildren> {
  switch (asked.show) {
    case 'overview': {
      const view = await readOverview(table, now, { service: asked.service, most: MOST_SERVICES });
      return <OverviewWidget view={view} service={asked.service} />;
    }
    case 'history': {
      const view = await readHistory(table, { ...asked, now });
      return <HistoryWidget view={view} service={asked.service} last={asked.last} />;
    }
    case 'release': {
      const view = await readReleaseView({ table, pages }, asked.service, asked.number, now);
      if (!view) return <p class="pending">The ledger has no release {releaseId(asked)}.</p>;
      return <ReleaseWidget view={view} pages={pages} />;
    }
    case 'delivery':
      return showDelivery(table, asked, viewer, now);
    default:
      return asked satisfies never;
  }
}

async function showDelivery(
  table: ShowWidgetPorts['table'],
  { service, days }: Extract<Asked, { show: 'delivery' }>,
  { width }: Viewer,
  now: number,
): Promise<ComponentChildren> {
  if (!service)
    return (
      <DeliveriesWidget
        view={await readDeliveryOverview(table, now, { ...(days ? { days } : {}), most: MOST_SERVICES })}
      />
    );
  const view = await readDeliveryView(table, service, now, days ? [days] : undefined);
  return view ? <DeliveryWidget view={view} width={chartWidth(width)} /> : <p class="pending">{sayNone(service)}</p>;
}

/** Within the widget's own edges, whatever CloudWatch says. */
const chartWidth = (width: number): number => Math.min(1_600, Math.max(240, Math.floor(width) - 24)) || 600;
