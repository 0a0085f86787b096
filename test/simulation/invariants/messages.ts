import type { StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { isMended } from '../world/break-for-good.ts';
import { SECRET } from '../world/signed.ts';
import type { Check, Facts } from './facts.ts';
import { releasesIn } from './read-ledger.ts';

const TOKEN = /AQ[\w-]{40}/;

/** S19, S20, S22, L8: everything is said once, after it was committed, without a secret and without somebody's markup. */
export function messages(facts: Facts): Check {
  return {
    atEnd() {
      const said = countKeys(facts);
      for (const [key, times] of said) checkKey(facts, key, times);
      for (const release of releasesIn(facts.ledger)) checkToldEnd(facts, release, said);
      checkContent(facts);
    },
  };
}

/** How often each message was posted. */
function countKeys({ world }: Facts): Map<string, number> {
  const times = new Map<string, number>();
  for (const { message } of world.chat.messages()) {
    const key = message.blocks[0]?.block_id ?? '';
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return times;
}

function checkKey({ sim, ledger, violate }: Facts, key: string, times: number): void {
  if (times > 1 + undeadPosts(sim.plan.injected(), key)) violate('L8', `${key} was said ${times} times`);
  const [, id, number] = /^(.*)\/(\d+)$/.exec(key) ?? [];
  if (id && !ledger.get(keys.event(id, Number(number)))) violate('S22', `${key} was said but never committed`);
}

function checkToldEnd({ setup, violate }: Facts, release: StoredRelease, said: Map<string, number>): void {
  const id = releaseId(release);
  // A release that is superseded as it is accepted has its end in its card alone.
  if (!isTerminal(release.state) || release.events <= 1 || !isMended(setup, 'chat')) return;
  if (!said.has(`${id}/${release.events}`)) violate('L8', `the end of ${id} was never told`);
}

function checkContent({ ledger, world, violate }: Facts): void {
  const said = JSON.stringify(world.chat.messages());
  if (TOKEN.test(said) || said.includes(SECRET)) violate('S19', 'a message has a token or a secret in it');
  if (said.includes('<!channel>')) violate('S20', 'a message has the markup of a stranger in it');
  for (const item of ledger.all())
    if (!item.pk.startsWith('WAIT#') && TOKEN.test(JSON.stringify(item)))
      violate('S19', `${item.pk} / ${item.sk} has a token in it`);
}

/**
 * Exception to L8 (C07 of scenarios.md): a post whose effect comes after the next attempt has looked for it in vain is there twice.
 * Slack knows no idempotency key, so each such post may add one message, and no other fault may.
 */
function undeadPosts(injected: Record<string, string>, key: string): number {
  const [, release, number] = /^(.*)\/(\d+|card)$/.exec(key) ?? [];
  const event = number === 'card' ? '' : `/EVENT#${String(number).padStart(6, '0')}`;
  const site = `notify RELEASE#${release}${event}`;
  return Object.entries(injected).filter(
    ([place, fault]) => place.startsWith(site) && place.includes('chat.post') && fault.startsWith('late'),
  ).length;
}
