import { DataTable } from '#views/charts/data-table.tsx';
import { DeliveryLine } from '#views/delivery/delivery-line.tsx';
import { DeploymentTable } from '#views/delivery/deployment-table.tsx';
import { FigureCards } from '#views/delivery/figure-cards.tsx';
import { sayWeek, WeeksChart, WeeksLegend } from '#views/delivery/weeks-chart.tsx';
import type { DeliveryOverview, DeliveryView } from '#views/views.ts';
import { Cut } from './cut.tsx';
import { Navigation } from './navigation.tsx';
import { sayNone } from './say-none.ts';

/** How well each service is delivered. */
export const DeliveriesWidget = ({ view: { services, left } }: { view: DeliveryOverview }) => (
  <>
    <Navigation here="delivery" />
    {services.length === 0 ? <p class="pending">{sayNone()}</p> : null}
    {services.map(({ service, figures }) => (
      <section class="service" key={service} aria-label={service}>
        <h2>{service}</h2>
        <DeliveryLine service={service} figures={figures} />
      </section>
    ))}
    <Cut left={left} />
  </>
);

/** How well one service is delivered; `width` is that of the chart, in CSS pixels. */
export const DeliveryWidget = ({ view, width }: { view: DeliveryView; width: number }) => (
  <>
    <Navigation here="delivery" service={view.service} />
    {view.stage ? null : <p class="pending">{view.service} is not configured any more, so there is no last stage.</p>}
    <FigureCards windows={view.windows} />
    <WeeksChart weeks={view.weeks} width={width} />
    <WeeksLegend />
    <DataTable
      caption="Deployments per week"
      header={['Week of', 'Good', 'Failed', 'Not known yet']}
      rows={[...view.weeks].reverse().map(({ from, good, bad, open }) => [sayWeek(from), good, bad, open])}
    />
    <DeploymentTable service={view.service} deployments={view.deployments} />
  </>
);
