import type { Offer } from '#core/commands/offers.ts';
import { ask } from './asked.ts';

interface OfferButtonsProps {
  offers: Offer[];
  /** What they are about, for whoever does not see where they stand. */
  about: string;
  /** Where several releases are at one place: the buttons name theirs. */
  names?: boolean;
}

/** What makes sense now, as buttons that ask before they do anything. */
export const OfferButtons = ({ offers, about, names = false }: OfferButtonsProps) =>
  offers.length === 0 ? null : (
    <ul class="offers" aria-label={`What you can do about ${about}`}>
      {offers.map((offer) => (
        <li key={JSON.stringify(offer.command)}>
          <button
            type="button"
            class={`button button-${offer.style}`}
            aria-haspopup="dialog"
            aria-label={`${show(offer, names)}: ${offer.confirm.title.replace(/\?$/, '')}`}
            onClick={() => ask(offer)}
          >
            {show(offer, names)}
          </button>
        </li>
      ))}
    </ul>
  );

const show = ({ label, command }: Offer, names: boolean): string =>
  names && 'release' in command ? `${label} #${command.release.split('#')[1]}` : label;
