import type { EventKind, LedgerEvent } from '../ledger/items.ts';
import { type CdEvent, type Chain, cdEvent, type Said } from './cd-event.ts';

/** The CDEvents of one line of a release's history. */
export function releaseEvents(chain: Chain, event: LedgerEvent): CdEvent[] {
  const { release, number, at } = event;
  return [ownWord(event)].map((said) => cdEvent(chain, { id: `${release}/${number}`, at, data: dataOf(event) }, said));
}

/** The line itself, whatever it is said as. Its key and version are the ledger's own. */
function dataOf({ release, number, kind, state, stage, actor, sentence, page, alarms, logs }: LedgerEvent): object {
  return { release, number, kind, state, stage, actor, sentence, page, alarms, logs };
}

/** Kinds are no words of ours alone in a type: it has letters only. */
export const predicateOf = (kind: EventKind): string => kind.replaceAll('-', '');

const ownWord = ({ release, kind, state, stage }: LedgerEvent): Said => ({
  type: `dev.cdeventsx.bakewatch-release.${predicateOf(kind)}.0.1.0`,
  subject: release,
  content: { state, ...(stage ? { environment: { id: stage } } : {}) },
});
