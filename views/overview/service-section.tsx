import type { ComponentChildren } from 'preact';
import type { ServiceView } from '../views.ts';
import { ReleaseList } from './release-list.tsx';
import { StageCard } from './stage-card.tsx';

interface ServiceSectionProps {
  service: ServiceView;
  /** What is shown between the stages and the releases. */
  children?: ComponentChildren;
  /** Left out where there is little room. */
  showsReleases?: boolean;
}

/** One service: its stages from left to right, and its newest releases. */
export function ServiceSection({ service, children, showsReleases = true }: ServiceSectionProps) {
  const { name, repository, stages, releases } = service;
  return (
    <section class="service" aria-label={name}>
      <header class="service-head">
        <h2>{name}</h2>
        {repository ? <span class="muted">{repository}</span> : null}
      </header>
      <ol class="stages" aria-label={`Stages of ${name}`}>
        {stages.map((stage) => (
          <StageCard key={stage.name} service={name} stage={stage} />
        ))}
      </ol>
      {children}
      {showsReleases ? <ReleaseList service={name} releases={releases} /> : null}
    </section>
  );
}
