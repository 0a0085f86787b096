import type { Figures } from '#core/delivery/measure.ts';
import { deliveryPath } from '../paths.ts';
import { FIGURES, Value } from './figure-cards.tsx';

/** The four figures of one window on a line, which leads to what they mean. */
export const DeliveryLine = ({ service, figures }: { service: string; figures: Figures }) => (
  <a
    class="delivery-line"
    href={deliveryPath(service)}
    aria-label={`Delivery of ${service}, last ${figures.days} days`}
  >
    <span class="delivery-title">
      Delivery <span class="muted">{figures.days} days</span>
    </span>
    {FIGURES.map(({ name, say }) => {
      const said = say(figures);
      return (
        <span class="delivery-figure" key={name}>
          <span class="muted small">{name}</span>
          <span>
            <Value said={said} /> <span class="muted small">{said.beside}</span>
          </span>
        </span>
      );
    })}
  </a>
);
