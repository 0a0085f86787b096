import { useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route } from './route.ts';

const here = (): string => location.pathname + location.hash;

/** The route of the address bar. Links of this page are followed without loading it again; everything else is the browser's. */
export function useRoute(): Route {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const moved = (): void => setAddress(here());
    const clicked = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || !isPlainClick(event) || !isPage(link)) return;
      event.preventDefault();
      history.pushState(null, '', link.href);
      moved();
      scrollTo(0, 0);
    };
    addEventListener('popstate', moved);
    addEventListener('hashchange', moved);
    document.addEventListener('click', clicked);
    return () => {
      removeEventListener('popstate', moved);
      removeEventListener('hashchange', moved);
      document.removeEventListener('click', clicked);
    };
  }, []);
  const url = new URL(address, location.origin);
  return parseRoute(url);
}

const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

function isPage(link: HTMLAnchorElement): boolean {
  if (link.origin !== location.origin || link.target || link.download) return false;
  return parseRoute(new URL(link.href)).page !== 'nowhere';
}
