import { createHash } from 'node:crypto';
import { parseOrder } from '#core/commands/parse-order.ts';
import { parseTyped } from '#core/commands/parse-typed.ts';
import type { Question } from '#core/ports/questions.ts';
import { joinReasons } from '#core/words/join-reasons.ts';
import type { Slash } from './parse-slash.ts';

/** What a person wants who typed this; or that she is to be helped, and what was not understood. `now` is epoch ms. */
export function questionOfSlash(slash: Slash, now: number): { question: Question } | { help: string | undefined } {
  const typed = parseTyped(slash.text, now);
  if (typed.kind === 'help') return { help: typed.notUnderstood };
  const { responseUrl } = slash;
  if (typed.kind !== 'order') return { question: { responseUrl, asked: typed } };
  const { team, user } = slash;
  const { command, reason } = typed;
  const parsed = parseOrder({ id: idOfSlash(slash), by: { via: 'slack', id: `${team}/${user}` }, reason, command });
  return 'order' in parsed
    ? { question: { responseUrl, asked: { kind: 'order', order: parsed.order } } }
    : { help: joinReasons(parsed.mistakes) };
}

/** Out of what Slack signs of one command, and of no other: however often it is delivered, it is one order. */
const idOfSlash = ({ team, user, triggerId, text }: Slash): string =>
  createHash('sha256')
    .update(JSON.stringify(['slash', team, user, triggerId, text]))
    .digest('hex');
