import type { LedgerEvent } from '#core/ledger/items.ts';
import { clockTime } from './clock-time.ts';
import { plain, STATE_WIDTH, sayState, style } from './style.ts';

/** One line of a release's history, as it scrolls by. */
export function eventLine(event: LedgerEvent): string {
  const loud = event.page ? style(['red', 'bold'], ' ‼ somebody has to look at this') : '';
  return `${style('gray', clockTime(event.at))}  ${style('bold', event.release)}  ${sayState(event.state, STATE_WIDTH)}  ${plain(event.sentence)}${loud}`;
}
