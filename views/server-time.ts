import { useEffect, useState } from 'preact/hooks';

let offset = 0;

/** Ages are counted on the server's clock. */
export function setServerTime(now: number): void {
  offset = now - Date.now();
}

/** The server's time, as far as it is known; epoch ms. */
export const serverNow = (): number => Date.now() + offset;

/** The server's time (epoch ms), again every second while `isRunning`. */
export function useNow(isRunning = true): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    setNow(serverNow());
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
