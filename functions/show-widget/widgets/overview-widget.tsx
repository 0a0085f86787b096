import { Freezes } from '#views/overview/freezes.tsx';
import { ServiceSection } from '#views/overview/service-section.tsx';
import type { Overview } from '#views/views.ts';
import { Call } from '../call.tsx';
import { Cut } from './cut.tsx';
import { Navigation } from './navigation.tsx';
import { sayNone } from './say-none.ts';

/** What runs where, what waits and why. */
export const OverviewWidget = ({ view, service }: { view: Overview; service: string | undefined }) => (
  <>
    <Navigation here="overview" service={service} />
    <Freezes freezes={view.freezes} />
    {view.services.length === 0 ? <p class="pending">{sayNone(service)}</p> : null}
    {view.services.map((each) => (
      <ServiceSection key={each.name} service={each} showsReleases={false}>
        <p class="ways">
          <Call params={{ show: 'history', service: each.name }} display="widget" label={`History of ${each.name}`}>
            History
          </Call>
          <Call params={{ show: 'delivery', service: each.name }} display="widget" label={`Delivery of ${each.name}`}>
            Delivery
          </Call>
        </p>
      </ServiceSection>
    ))}
    <Cut left={view.left} />
  </>
);
