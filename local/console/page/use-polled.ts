import { useEffect, useState } from 'preact/hooks';
import { getJson } from './get-json.ts';
import type { Resource } from './use-resource.ts';

const POLL_MS = 2_000;

interface Read<T> extends Resource<T> {
  url: string;
}

/** A view that changes without the ledger, looked at every two seconds until it is over; again from the start when `epoch` changes. */
export function usePolled<T>(
  url: string,
  isOver: (data: T) => boolean = () => false,
  epoch: unknown = '',
): Resource<T> {
  const [read, setRead] = useState<Read<T>>({ url });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hasLeft = false;
    const load = async (): Promise<void> => {
      const found = await getJson<T>(url);
      if (hasLeft) return;
      setRead((before) => ({ ...(before.url === url && 'problem' in found ? before : {}), url, ...found }));
      if (!(found.data && isOver(found.data))) timer = setTimeout(() => void load(), POLL_MS);
    };
    void load();
    return () => {
      hasLeft = true;
      clearTimeout(timer);
    };
  }, [url, epoch]);
  return read.url === url ? read : {};
}
