import type { Context } from 'hono';
import type { Order } from '#core/commands/command.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import { joinReasons } from '#core/words/join-reasons.ts';

/** The command bus: what became of an order. `errorMessage` instead: it broke off. */
export type Obey = (order: Order) => Promise<{ done?: boolean; message?: string; errorMessage?: string }>;

/**
 * Hands an order of a person to the command bus. She says herself who she is, as with `--by` at the command line: one machine knows nobody.
 * Answers 415 and 400 for what is no order, 502 where the bus broke off: then the same order may be sent again.
 */
export async function takeOrder(context: Context, obey: Obey): Promise<Response> {
  // A form of another page cannot send this type.
  if (!/^application\/json\s*(;|$)/i.test(context.req.header('content-type') ?? ''))
    return context.json({ message: 'An order comes as application/json.' }, 415);
  const sent = await context.req.json<unknown>().catch(() => undefined);
  const { id, by, reason, command, seen } = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<
    string,
    unknown
  >;
  const parsed = parseOrder({
    id,
    by: { via: 'cli', id: by },
    reason,
    command,
    ...(seen === undefined ? {} : { seen }),
  });
  if ('mistakes' in parsed) return context.json({ message: `${joinReasons(parsed.mistakes)}.` }, 400);
  const { done, message, errorMessage } = await obey(parsed.order);
  if (done !== undefined && message !== undefined) return context.json({ done, message });
  return context.json({ message: `It broke off, and may be done or not: ${errorMessage ?? 'no answer'}.` }, 502);
}
