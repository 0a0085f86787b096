import { sayDuration } from '#core/config/duration.ts';
import { useNow } from '../server-time.ts';
import { useSetting } from '../setting.tsx';
import { onItsClock, UTC } from '../zone.ts';

const DAY_MS = 86_400_000;

/** `22 Nov, 08:13:09 UTC`; UTC is the clock of every sentence in the ledger. */
export function sayMoment(at: number, zone = UTC): string {
  const date = onItsClock(zone, at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 19)} ${zone.label}`;
}

/** `08:13:09.250` */
export const sayClock = (at: number, zone = UTC): string => onItsClock(zone, at).toISOString().slice(11, 23);

/** `08:13:09`, with the moment as its tooltip. */
export function Clock({ at }: { at: number }) {
  const { zone } = useSetting();
  return (
    <time dateTime={new Date(at).toISOString()} title={sayMoment(at, zone)}>
      {sayClock(at, zone).slice(0, 8)}
    </time>
  );
}

/** `3 min ago`, with the moment as its tooltip. */
export function Ago({ at }: { at: number }) {
  const { zone } = useSetting();
  const now = useShownNow();
  const past = Math.max(0, now - at);
  const said =
    past < 5_000 ? 'just now' : past < 7 * DAY_MS ? `${sayAge(past)} ago` : sayMoment(at, zone).split(',')[0];
  return (
    <time dateTime={new Date(at).toISOString()} title={sayMoment(at, zone)}>
      {said}
    </time>
  );
}

function useShownNow(isRunning = true): number {
  const { now } = useSetting();
  const live = useNow(isRunning && now === undefined);
  return now ?? live;
}

const sayAge = (ms: number): string => sayDuration(ms < 60_000 ? Math.floor(ms / 5_000) * 5_000 : ms);

/** How long something took, or takes until now. */
export function Took({ from, to }: { from: number; to: number | undefined }) {
  const now = useShownNow(to === undefined);
  const ms = Math.max(0, (to ?? Math.max(now, from)) - from);
  return <span class="took">{sayDuration(to === undefined ? Math.floor(ms / 1_000) * 1_000 : ms)}</span>;
}
