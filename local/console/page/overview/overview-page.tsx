import type { Overview } from '../../api/views.ts';
import { Pending } from '../parts/notice.tsx';
import { useResource } from '../use-resource.ts';
import { ServiceSection } from './service-section.tsx';

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
