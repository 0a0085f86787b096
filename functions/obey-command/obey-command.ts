import { isDeepStrictEqual } from 'node:util';
import type { Order } from '#core/commands/command.ts';
import { parseOrder } from '#core/commands/parse-order.ts';
import type { RefusedFor } from '#core/commands/say-refused.ts';
import { sayStale } from '#core/commands/say-stale.ts';
import { serviceOf } from '#core/commands/service-of.ts';
import { whyNotAllowed } from '#core/commands/why-not-allowed.ts';
import type { CommandRecord, Stored } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { create } from '#core/ledger/record.ts';
import { nameOf } from '#core/people/who.ts';
import type { Change } from '#core/ports/table.ts';
import { joinReasons } from '#core/words/join-reasons.ts';
import { settleChange } from '#functions/steps/settle-change.ts';
import { stopBuildAfterwards } from '#functions/steps/stop-build.ts';
import { wakeAfterwards } from '#functions/steps/wake.ts';
import { decide } from './decide.ts';
import type { ObeyPorts } from './order-context.ts';
import { readOnce } from './read-once.ts';
import { readServices } from './read-services.ts';
import { standingOf } from './standing-of.ts';
import { tellRefusal } from './tell-refusal.ts';

export interface Answer {
  done: boolean;
  /** What was done, or why nothing was. */
  message: string;
  /** The release that was made for it: `hello#7`. */
  made?: string;
  /** This order was answered before: nothing was done now. */
  isRepeat: boolean;
}

const DAYS_ANSWERED = 90;

/**
 * The one way in which persons act, whether they type or press a button: whoever asks is known, may do this at this moment,
 * and looks at what is true; the effect and its record are one transaction; the same order twice is one. A refusal is an
 * answer, and recorded like an effect; only what cannot be understood is not.
 */
export async function obeyCommand(ports: ObeyPorts, input: unknown): Promise<Answer> {
  const parsed = parseOrder(input);
  if ('mistakes' in parsed) return { done: false, message: joinReasons(parsed.mistakes), isRepeat: false };
  const { answer, wakes, stops } = await settleChange(ports.table, () => obey(ports, parsed.order));
  await wakeAfterwards(ports, wakes);
  if (stops !== undefined) await stopBuildAfterwards(ports, stops);
  return answer;
}

interface Obeyed {
  changes: Change[];
  result: { answer: Answer; wakes: string[]; stops?: string | undefined };
}

async function obey(ports: ObeyPorts, order: Order): Promise<Obeyed> {
  const table = readOnce(ports.table);
  const services = await readServices(table, serviceOf(order.command));
  const known = typeof services === 'string' ? [] : services;
  const by = nameOf(known[0]?.config ?? {}, order.by);
  const answered = (await table.read(keys.command(order.id))) as Stored<CommandRecord> | undefined;
  if (answered) return { changes: [], result: { answer: repeat(answered, order, by), wakes: [] } };
  const at = ports.now();
  const asked = { command: order.command, by, reason: order.reason, at, services: known };
  const refusal: Refusal | undefined =
    typeof services === 'string' ? { refused: services } : await whyRefused(table, order, known);
  const decided = refusal ?? (await decide({ ...ports, table }, asked));
  const isDone = decided.refused === undefined;
  const message = isDone ? decided.message : decided.refused;
  const made = isDone && decided.made ? { made: decided.made } : {};
  const changes = isDone
    ? decided.changes
    : await tellRefusal(table, order, { by, at, message, because: refusal?.because ?? 'impossible' });
  const scope = known.length > 0 ? serviceOf(order.command) : undefined;
  return {
    changes: [...changes, ...recording(order, { by, at, isDone, message, ...made }, scope)],
    result: {
      answer: { done: isDone, message, ...made, isRepeat: false },
      wakes: isDone ? decided.wakes : [],
      stops: isDone ? decided.stops : undefined,
    },
  };
}

interface Refusal {
  refused: string;
  because?: RefusedFor;
}

/** Before anything is decided: may she, and does she see what is true? */
async function whyRefused(
  table: ObeyPorts['table'],
  { command, by, seen }: Order,
  services: Parameters<typeof whyNotAllowed>[0],
): Promise<Refusal | undefined> {
  const notAllowed = whyNotAllowed(services, command.kind, by);
  if (notAllowed !== undefined) return { refused: notAllowed, because: 'not allowed' };
  const stale = seen ? sayStale(seen, await standingOf(table, command)) : undefined;
  return stale === undefined ? undefined : { refused: stale, because: 'stale' };
}

/** One to be found by its id for as long as somebody may try again, one for ever in the order of time. */
function recording(
  { id, by: { via }, reason, command }: Order,
  effect: Pick<CommandRecord, 'by' | 'at' | 'isDone' | 'message' | 'made'>,
  service: string | undefined,
): Change[] {
  const record: CommandRecord = { id, via, kind: command.kind, command: { ...command }, reason, ...effect };
  const expiresAt = Math.floor(effect.at / 1_000) + DAYS_ANSWERED * 86_400;
  return [
    create(keys.command(id), { ...record, expiresAt }),
    create(keys.commandRecord(service ?? '*', effect.at, id), record),
  ];
}

function repeat(answered: CommandRecord, { id, command, reason, by: { via } }: Order, by: string): Answer {
  const { isDone, message, made } = answered;
  if (isDeepStrictEqual(gistOf(answered), gistOf({ command: { ...command }, reason, via, by })))
    return { done: isDone, message, ...(made ? { made } : {}), isRepeat: true };
  return { done: false, message: `the id ${id} stands for another order: draw a new one`, isRepeat: false };
}

/** What makes an order what it is. "For two hours" is another moment each time that it is said. */
function gistOf({ command, reason, via, by }: Pick<CommandRecord, 'command' | 'reason' | 'via' | 'by'>): unknown {
  const { until: _until, ...rest } = command;
  return JSON.parse(JSON.stringify({ command: rest, reason, via, by }));
}
