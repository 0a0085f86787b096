import { createHash } from 'node:crypto';
import { readActionValue } from '#core/commands/action-value.ts';
import type { Order } from '#core/commands/command.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import { joinReasons } from '#core/words/join-reasons.ts';
import type { Click } from './parse-click.ts';

/** The order that a click gives, in the name of whoever pressed; or why it gives none, as a sentence. */
export function orderOfClick(click: Click & { value: string }): { order: Order } | { refused: string } {
  const action = readActionValue(click.value);
  if ('refused' in action) return action;
  if (click.reasons.length > 1) return { refused: 'the message has more than one reason: one click has one' };
  const { team, user, actionId, label, reasons } = click;
  const parsed = parseOrder({
    id: idOfClick(click),
    by: { via: 'slack', id: `${team}/${user}` },
    reason: onOneLine(reasons[0] ?? `pressed ${label ?? actionId} in Slack`),
    ...action,
  });
  return 'order' in parsed ? parsed : { refused: joinReasons(parsed.mistakes) };
}

/** Out of what Slack signs of one click, and of no other: however often it is delivered, it is one order. */
const idOfClick = ({ team, user, actionTs, value }: Click): string =>
  createHash('sha256')
    .update(JSON.stringify([team, user, actionTs, value]))
    .digest('hex');

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
