import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseOrder } from '#core/commands/parse-order.ts';
import { invoke } from '#local/installation/invoke.ts';
import { UserError } from '#local/installation/user-error.ts';
import { connect } from '../connect.ts';
import type { Where } from '../connection.ts';
import { EXIT } from '../exit-codes.ts';

export interface OrderOptions extends Where {
  json: boolean;
  reason: string;
  by?: string;
  id?: string;
  /** More is told afterwards, on lines of their own. */
  watch?: boolean;
}

/** The function's answer; empty when it broke off. */
interface Said {
  done?: boolean;
  message?: string;
  made?: string;
  isRepeat?: boolean;
}

/** Sends a person's command, in her name; prints what was done, or why nothing was. */
export const giveOrder = async (command: Record<string, unknown>, options: OrderOptions): Promise<number> =>
  (await sendOrder(command, options)).code;

/** The same, with the release that was made for it. */
export async function sendOrder(
  command: Record<string, unknown>,
  options: OrderOptions,
): Promise<{ code: number; made?: string | undefined }> {
  const { reason, by = userInfo().username, id = randomUUID() } = options;
  const parsed = parseOrder({ id, by: { via: 'cli', id: by }, reason, command });
  if ('mistakes' in parsed) throw new UserError(parsed.mistakes.map((mistake) => `${mistake}.`).join('\n'));
  const { clients } = await connect(options);
  const said = await invoke<Said>(clients, 'obey-command', parsed.order);
  if (options.json) console.log(JSON.stringify({ id, ...said }, null, options.watch ? 0 : 2));
  else console.log(say(said, id));
  return { code: said.done ? EXIT.done : EXIT.otherwise, made: said.done ? said.made : undefined };
}

function say(said: Said & { errorMessage?: string }, id: string): string {
  if (said.message === undefined)
    return `It broke off, and may be done or not: ${said.errorMessage ?? 'no answer'}. Ask again with --id ${id}, which never does it twice.`;
  return said.isRepeat ? `${said.message} (answered before)` : said.message;
}
