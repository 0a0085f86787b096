import type { Figures } from '#core/delivery/measure.ts';
import { DeliveryLink } from '../setting.tsx';
import { FIGURES, Value } from './figure-cards.tsx';

/** The four figures of one window on a line, which leads to what they mean; there is one link in it. */
export const DeliveryLine = ({ service, figures }: { service: string; figures: Figures }) => (
  <section class="delivery-line" aria-label={`Delivery of ${service}`}>
    <DeliveryLink class="delivery-title" service={service}>
      Delivery <span class="muted">{figures.days} days</span>
    </DeliveryLink>
    {FIGURES.map(({ name, say }) => {
      const said = say(figures);
      return (
        <p class="delivery-figure" key={name}>
          <span class="muted small">{name}</span>
          <span>
            <Value said={said} /> <span class="muted small">{said.beside}</span>
          </span>
        </p>
      );
    })}
  </section>
);
