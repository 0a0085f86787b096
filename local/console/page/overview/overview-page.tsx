import { ServiceSection } from '#views/overview/service-section.tsx';
import { Pending } from '#views/parts/notice.tsx';
import type { Overview } from '#views/views.ts';
import { useResource } from '../use-resource.ts';

/** Every service: what runs where, what waits and why, and the newest releases. */
export function OverviewPage() {
  const { data, problem } = useResource<Overview>('/api/overview', (change) => change.about === 'ledger');
  if (!data) return <Pending problem={problem} />;
  return (
    <>
      <h1 class="sr-only">Services</h1>
      {data.services.length === 0 ? (
        <div class="pending">No service is known yet. Put one into bakewatch.yaml and push it.</div>
      ) : (
        data.services.map((service) => <ServiceSection key={service.name} service={service} />)
      )}
    </>
  );
}
