import { covers, sayFreezeScope } from '../admission/freezes.ts';
import type { Freeze, Hold } from '../ledger/items.ts';
import type { Current } from '../release/current.ts';
import { sayCurrent } from '../words/say-current.ts';
import { sayMoment } from '../words/say-time.ts';
import type { ForecastLine } from './forecast.ts';

/** What the ledger has of a stage at the moment. */
export interface StageNow {
  current?: Current;
  holder?: { release: number; state?: string };
  hold?: Pick<Hold, 'reason' | 'since'>;
  waiting: { release: number; reason: string }[];
}

/** Who is in a stage and who stands before it: what the next release would meet. */
export function sayNow(service: string, stage: string, now: StageNow, freezes: Freeze[]): ForecastLine {
  const { current, holder, hold, waiting } = now;
  const frozen = freezes.filter((freeze) => covers(freeze, service, stage));
  return {
    what: 'now',
    says: [
      current
        ? `runs ${sayCurrent(service, current)} since ${sayMoment(current.at)}`
        : 'nothing was released there yet',
      ...(hold ? [`held since ${sayMoment(hold.since)}: ${hold.reason}`] : []),
      ...frozen.map(
        (freeze) =>
          `${sayFreezeScope(freeze)} is frozen by ${freeze.by}${freeze.until === undefined ? '' : ` until ${sayMoment(freeze.until)}`}: ${freeze.reason}`,
      ),
      ...(holder
        ? [`${service}#${holder.release} is there (${(holder.state ?? 'at work').toLowerCase().replace('_', ' ')})`]
        : []),
      ...waiting.map(({ release, reason }) => `${service}#${release} waits: ${reason}`),
    ],
    letsIn: !(hold || holder || frozen.length > 0),
  };
}
