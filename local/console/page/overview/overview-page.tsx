import type { Figures } from '#core/delivery/measure.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { DeliveryLine } from '#views/delivery/delivery-line.tsx';
import { Freezes } from '#views/overview/freezes.tsx';
import { ServiceSection } from '#views/overview/service-section.tsx';
import { Pending } from '#views/parts/notice.tsx';
import type { DeliveryOverview, Overview, ServiceView } from '#views/views.ts';
import type { Actions, ServiceActions } from '../../api/views.ts';
import type { Change } from '../../server/change-feed.ts';
import { OfferButtons } from '../actions/offer-buttons.tsx';
import { useResource } from '../use-resource.ts';

/** Delivery is reckoned from many items, and never changes much. */
const REST_MS = 5_000;

/** Every service: what runs where, what waits and why, what can be done about it, and the newest releases. */
export function OverviewPage() {
  const { data, problem } = useResource<Overview>('/api/overview', isOfLedger);
  const delivery = useResource<DeliveryOverview>('/api/delivery', isOfLedger, REST_MS).data;
  const actions = useResource<Actions>('/api/actions', isOfLedger).data;
  if (!data) return <Pending problem={problem} />;
  return (
    <>
      <header class="page-head">
        <h1>Services</h1>
        <OfferButtons offers={actions?.everywhere ?? []} about="every service" />
      </header>
      <Freezes freezes={data.freezes} />
      {data.services.length === 0 ? (
        <div class="pending">No service is known yet. Put one into bakewatch.yaml and push it.</div>
      ) : (
        data.services.map((service) => (
          <ServiceOf
            key={service.name}
            service={service}
            freezes={data.freezes}
            figures={delivery?.services.find((each) => each.service === service.name)?.figures}
            actions={actions?.services.find((each) => each.service === service.name)}
          />
        ))
      )}
    </>
  );
}

const isOfLedger = (change: Change): boolean => change.about === 'ledger';

interface ServiceOfProps {
  service: ServiceView;
  freezes: Freeze[];
  figures: Figures | undefined;
  actions: ServiceActions | undefined;
}

const ServiceOf = ({ service, freezes, figures, actions }: ServiceOfProps) => (
  <ServiceSection
    service={service}
    freezes={freezes}
    actions={<OfferButtons offers={actions?.own ?? []} about={service.name} />}
    actionsOf={(stage) => (
      <OfferButtons offers={actions?.stages[stage] ?? []} about={`${service.name} ${stage}`} names />
    )}
  >
    {figures ? <DeliveryLine service={service.name} figures={figures} /> : null}
  </ServiceSection>
);
