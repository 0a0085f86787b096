import { useEffect, useState } from 'preact/hooks';
import type { Change } from '../server/change-feed.ts';
import { getJson } from './get-json.ts';
import { onChange } from './live.ts';

export interface Resource<T> {
  /** What was read last; stays while it is read again. */
  data?: T;
  /** Why it cannot be read now. */
  problem?: string;
}

interface Read<T> extends Resource<T> {
  url: string;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads a view of the API, and again whenever something changes that concerns it, but not sooner than `restMs` after the last time. */
export function useResource<T>(
  url: string,
  concerns: (change: Change) => boolean = () => true,
  restMs = 0,
): Resource<T> {
  const [read, setRead] = useState<Read<T>>({ url });
  useEffect(() => {
    let isOver = false;
    let isReading = false;
    let again = false;
    const load = async (): Promise<void> => {
      again = isReading;
      if (isReading) return;
      isReading = true;
      const found = await getJson<T>(url);
      if (isOver) return;
      setRead((before) => ({ ...(before.url === url && 'problem' in found ? before : {}), url, ...found }));
      if (restMs > 0) await rest(restMs);
      isReading = false;
      if (again && !isOver) void load();
    };
    const unlisten = onChange((changes) => {
      if (changes.length === 0 || changes.some(concerns)) void load();
    });
    void load();
    return () => {
      isOver = true;
      unlisten();
    };
  }, [url]);
  return read.url === url ? read : {};
}
