import type { ServiceView } from '../views.ts';
import { ReleaseList } from './release-list.tsx';
import { StageCard } from './stage-card.tsx';

export function ServiceSection({ service }: { service: ServiceView }) {
  const { name, repository, stages, releases } = service;
  const heading = `service-${name}`;
  return (
    <section class="service" aria-labelledby={heading}>
      <header class="service-head">
        <h2 id={heading}>{name}</h2>
        {repository ? <span class="muted">{repository}</span> : null}
      </header>
      <ol class="stages" aria-label={`Stages of ${name}`}>
        {stages.map((stage) => (
          <StageCard key={stage.name} service={name} stage={stage} />
        ))}
      </ol>
      <ReleaseList service={name} releases={releases} />
    </section>
  );
}
