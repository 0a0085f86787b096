import { Call } from '../call.tsx';

const PLACES = [
  ['overview', 'Overview'],
  ['history', 'History'],
  ['delivery', 'Delivery'],
] as const;

type Place = (typeof PLACES)[number][0];

/** What else the widget can show, of the same service or of all. */
export const Navigation = ({ here, service }: { here: Place; service?: string | undefined }) => (
  <nav class="nav" aria-label="Views">
    {PLACES.map(([show, name]) =>
      show === here ? (
        <strong key={show}>{name}</strong>
      ) : (
        <Call key={show} params={{ show, ...(service ? { service } : {}) }} display="widget">
          {name}
        </Call>
      ),
    )}
    {service ? (
      <span class="nav-of">
        {service}{' '}
        <Call params={{ show: here }} display="widget">
          all services
        </Call>
      </span>
    ) : null}
  </nav>
);
