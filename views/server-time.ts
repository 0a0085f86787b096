import { useEffect, useState } from 'preact/hooks';

let offset = 0;

/** Ages are counted on the server's clock. */
export function setServerTime(now: number): void {
  offset = now - Date.now();
}

const tick = (): number => Date.now() + offset;

/** The server's time (epoch ms), again every second while `isRunning`. */
export function useNow(isRunning = true): number {
  const [now, setNow] = useState(tick);
  useEffect(() => {
    setNow(tick());
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(tick()), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
