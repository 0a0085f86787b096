import type { ComponentChildren } from 'preact';
import { freezesOver } from '#core/ledger/freezes-over.ts';
import type { Freeze } from '#core/ledger/items.ts';
import type { ServiceView } from '../views.ts';
import { ReleaseList } from './release-list.tsx';
import { StageCard } from './stage-card.tsx';

interface ServiceSectionProps {
  service: ServiceView;
  /** What is in force anywhere. */
  freezes?: Freeze[];
  /** What is shown between the stages and the releases. */
  children?: ComponentChildren;
  /** Left out where there is little room. */
  showsReleases?: boolean;
  /** What can be done about the service, and about each of its stages. */
  actions?: ComponentChildren;
  actionsOf?: (stage: string) => ComponentChildren;
}

/** One service: its stages from left to right, and its newest releases. */
export function ServiceSection({
  service,
  freezes = [],
  children,
  showsReleases = true,
  actions,
  actionsOf,
}: ServiceSectionProps) {
  const { name, repository, stages, releases } = service;
  return (
    <section class="service" aria-label={name}>
      <header class="service-head">
        <h2>{name}</h2>
        {repository ? <span class="muted">{repository}</span> : null}
        {actions}
      </header>
      <ol class="stages" aria-label={`Stages of ${name}`}>
        {stages.map((stage) => (
          <StageCard
            key={stage.name}
            service={name}
            stage={stage}
            freezes={freezesOver(freezes, name, stage.name)}
            actions={actionsOf?.(stage.name)}
          />
        ))}
      </ol>
      {children}
      {showsReleases ? <ReleaseList service={name} releases={releases} /> : null}
    </section>
  );
}
