import { sayFreezeScope } from '../admission/freezes.ts';
import { isInForce } from '../ledger/is-in-force.ts';
import type { Freeze } from '../ledger/items.ts';
import { sayMoment } from '../words/say-time.ts';
import type { Scope } from './command.ts';
import type { Offer } from './offers.ts';

/** What a person can do about the gate of a stage, of a service or of everything: freeze it, or lift the freeze of that very name. */
export function freezeOffer(scope: Scope, freezes: readonly Freeze[], now: number): Offer {
  const { service, stage } = scope;
  const exactly = { ...(service === undefined ? {} : { service }), ...(stage === undefined ? {} : { stage }) };
  const what = sayFreezeScope(exactly);
  const before = freezes.find((freeze) => isInForce(freeze, now) && sayFreezeScope(freeze) === what);
  // Where a stage is shown, its service is named already.
  const name = service === undefined ? what : (stage ?? service);
  if (before)
    return {
      command: { kind: 'unfreeze', ...exactly },
      style: 'primary',
      label: `Unfreeze ${name}`,
      confirm: sayUnfreeze(what, before),
    };
  return {
    command: { kind: 'freeze', ...exactly },
    style: 'danger',
    label: `Freeze ${name}`,
    confirm: sayFreeze(what),
  };
}

const sayFreeze = (what: string) => ({
  title: `Freeze ${what}?`,
  text: `Nobody new enters ${what} until the freeze is lifted or over. Releases that are inside go on, and rollbacks pass.`,
  yes: 'Freeze',
});

const sayUnfreeze = (what: string, { by, until }: Freeze) => ({
  title: `Unfreeze ${what}?`,
  text: `Lifts the freeze of ${what} by ${by}${until === undefined ? '' : `, which would last until ${sayMoment(until)}`}. Whoever waits enters as soon as nothing else is in the way; other freezes stay.`,
  yes: 'Unfreeze',
});
