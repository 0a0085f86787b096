import { DataTable } from '#views/charts/data-table.tsx';
import { DeploymentTable } from '#views/delivery/deployment-table.tsx';
import { FigureCards } from '#views/delivery/figure-cards.tsx';
import { sayWeek, WeeksChart, WeeksLegend } from '#views/delivery/weeks-chart.tsx';
import { Pending } from '#views/parts/notice.tsx';
import type { DeliveryView } from '#views/views.ts';
import { Measured } from '../charts/measured.tsx';
import { useResource } from '../use-resource.ts';

const REST_MS = 3_000;

/** How well delivery goes for one service: the four figures, what they mean, and the deployments behind them. */
export function DeliveryPage({ service }: { service: string }) {
  const { data, problem } = useResource<DeliveryView>(
    `/api/delivery/${service}`,
    (change) => change.about === 'ledger',
    REST_MS,
  );
  return data ? <Delivery view={data} /> : <Pending problem={problem} />;
}

function Delivery({ view: { service, stage, windows, weeks, deployments } }: { view: DeliveryView }) {
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href="/">Services</a> <span aria-hidden="true">/</span> {service}
      </nav>
      <header class="release-title">
        <h1>Delivery of {service}</h1>
      </header>
      <p class="release-sentence">
        {stage
          ? `Measured at ${stage}, the last stage. What is not known is left out, never counted as zero.`
          : `${service} is not configured any more, so there is no last stage at which delivery could be measured.`}
      </p>
      <FigureCards windows={windows} />
      <section class="panel spaced" aria-labelledby="weeks">
        <header class="panel-head">
          <h2 id="weeks">Deployments per week</h2>
          <WeeksLegend />
        </header>
        <Measured>{(width) => <WeeksChart weeks={weeks} width={width} />}</Measured>
        <DataTable
          caption="Deployments per week"
          header={['Week of', 'Good', 'Failed', 'Not known yet']}
          rows={[...weeks].reverse().map(({ from, good, bad, open }) => [sayWeek(from), good, bad, open])}
        />
      </section>
      <section class="panel spaced" aria-labelledby="deployments">
        <h2 id="deployments">Newest deployments</h2>
        {deployments.length === 0 ? (
          <p class="muted">Nothing was deployed in the last 13 weeks.</p>
        ) : (
          <DeploymentTable service={service} deployments={deployments} />
        )}
      </section>
    </>
  );
}
