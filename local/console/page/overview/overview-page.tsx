import { DeliveryLine } from '#views/delivery/delivery-line.tsx';
import { Freezes } from '#views/overview/freezes.tsx';
import { ServiceSection } from '#views/overview/service-section.tsx';
import { Pending } from '#views/parts/notice.tsx';
import type { DeliveryOverview, Overview } from '#views/views.ts';
import { useResource } from '../use-resource.ts';

/** Delivery is reckoned from many items, and never changes much. */
const REST_MS = 5_000;

/** Every service: what runs where, what waits and why, and the newest releases. */
export function OverviewPage() {
  const { data, problem } = useResource<Overview>('/api/overview', (change) => change.about === 'ledger');
  const delivery = useResource<DeliveryOverview>('/api/delivery', (change) => change.about === 'ledger', REST_MS).data;
  const figuresOf = (name: string) => delivery?.services.find(({ service }) => service === name)?.figures;
  if (!data) return <Pending problem={problem} />;
  return (
    <>
      <h1 class="sr-only">Services</h1>
      <Freezes freezes={data.freezes} />
      {data.services.length === 0 ? (
        <div class="pending">No service is known yet. Put one into bakewatch.yaml and push it.</div>
      ) : (
        data.services.map((service) => {
          const figures = figuresOf(service.name);
          return (
            <ServiceSection key={service.name} service={service}>
              {figures ? <DeliveryLine service={service.name} figures={figures} /> : null}
            </ServiceSection>
          );
        })
      )}
    </>
  );
}
