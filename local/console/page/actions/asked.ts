import { useEffect, useState } from 'preact/hooks';
import type { Offer } from '#core/commands/offers.ts';

type Watcher = (offer: Offer | undefined) => void;

const watchers = new Set<Watcher>();

/** Opens the dialog about what a person may do. It stands apart from the button, which may be gone before she has answered. */
export function ask(offer: Offer): void {
  for (const watcher of watchers) watcher(offer);
}

/** What is being asked for; undefined once it is closed. */
export function useAsked(): [Offer | undefined, () => void] {
  const [asked, setAsked] = useState<Offer>();
  useEffect(() => {
    watchers.add(setAsked);
    return () => void watchers.delete(setAsked);
  }, []);
  return [asked, () => setAsked(undefined)];
}
