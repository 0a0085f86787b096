import { useEffect, useState } from 'preact/hooks';
import type { Change } from '../server/change-feed.ts';

type Listener = (changes: Change[]) => void;

const listeners = new Set<Listener>();
const watchers = new Set<(isLive: boolean) => void>();
let isOpen = false;
let source: EventSource | undefined;

/** Calls the listener with what changed; with nothing after a lost connection is back, when anything may have changed. */
export function onChange(listener: Listener): () => void {
  connect();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function connect(): void {
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource('/api/events');
  let wasLost = false;
  source.addEventListener('open', () => {
    setOpen(true);
    if (wasLost) for (const listener of listeners) listener([]);
  });
  source.addEventListener('change', (event) => {
    const changes = JSON.parse((event as MessageEvent<string>).data) as Change[];
    for (const listener of listeners) listener(changes);
  });
  source.addEventListener('error', () => {
    wasLost = true;
    setOpen(false);
    // The browser tries again by itself, unless the answer was an error: then it is tried here.
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, 3_000);
  });
}

function setOpen(open: boolean): void {
  isOpen = open;
  for (const watcher of watchers) watcher(open);
}

/** Whether changes arrive as they happen. */
export function useIsLive(): boolean {
  const [isLive, setIsLive] = useState(isOpen);
  useEffect(() => {
    connect();
    watchers.add(setIsLive);
    setIsLive(isOpen);
    return () => void watchers.delete(setIsLive);
  }, []);
  return isLive;
}
