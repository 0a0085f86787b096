import { parseDuration } from '../config/duration.ts';
import { parseAsked } from '../explain/parse-asked.ts';
import type { CommandOf, Scope } from './command.ts';

/** What a person typed behind `/bakewatch`. `help`: how to say it, and what of what she said was not understood. */
export type Typed =
  | { kind: 'help'; notUnderstood?: string }
  /** Of one service, or of all. */
  | { kind: 'status'; service?: string }
  /** A release or a commit, as `parseAsked` takes it. */
  | { kind: 'why'; asked: string }
  | { kind: 'order'; command: CommandOf<'freeze'> | CommandOf<'unfreeze'>; reason: string };

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const LONGEST_SHOWN = 60;

/** Words separated by spaces, the first one says what. `now` is epoch ms. Total: whatever cannot be understood is named. */
export function parseTyped(text: string, now: number): Typed {
  const [verb = '', ...rest] = text.split(/\s+/u).filter((word) => word !== '');
  switch (verb.toLowerCase()) {
    case '':
    case 'help':
      return { kind: 'help' };
    case 'status':
      return parseStatus(rest);
    case 'why':
      return parseWhy(rest);
    case 'freeze':
      return parseFreeze(rest, now);
    case 'unfreeze':
      return parseUnfreeze(rest);
    default:
      return help(`there is no command ${show(verb)}`);
  }
}

const help = (notUnderstood: string): Typed => ({ kind: 'help', notUnderstood });

const show = (word: string): string => `"${word.length > LONGEST_SHOWN ? `${word.slice(0, LONGEST_SHOWN)}…` : word}"`;

function parseStatus([service, ...more]: string[]): Typed {
  if (service === undefined) return { kind: 'status' };
  if (more.length > 0) return help(`status takes one service, and ${show(more.join(' '))} is more than that`);
  return NAME.test(service) ? { kind: 'status', service } : help(`${show(service)} is no name of a service`);
}

function parseWhy(words: string[]): Typed {
  if (words.length === 0) return help('why takes a release or a commit, and there is none');
  // As it is pasted out of a shell.
  const asked = words.join(' ').replaceAll(/^["'`‘’“”]+|["'`‘’“”]+$/gu, '');
  const parsed = parseAsked(asked);
  return parsed.kind === 'neither' ? help(parsed.message.replace(/\.$/, '')) : { kind: 'why', asked };
}

function parseFreeze([where, ...rest]: string[], now: number): Typed {
  const scope = parseScope('freeze', where);
  if ('notUnderstood' in scope) return { kind: 'help', ...scope };
  const [preposition, length = '', ...after] = rest;
  const isBounded = preposition?.toLowerCase() === 'for';
  const ms = isBounded ? parseDuration(length) : undefined;
  if (isBounded && ms === undefined)
    return help(`${show(length)} behind "for" is no duration, which is written 30m, 2h or 7d`);
  const reason = (isBounded ? after : rest).join(' ');
  if (reason === '') return help('a freeze needs a reason: it is shown to everybody whom it stops');
  return {
    kind: 'order',
    command: { kind: 'freeze', ...scope, ...(ms === undefined ? {} : { until: now + ms }) },
    reason,
  };
}

function parseUnfreeze([where, ...rest]: string[]): Typed {
  const scope = parseScope('unfreeze', where);
  if ('notUnderstood' in scope) return { kind: 'help', ...scope };
  const reason = rest.join(' ');
  if (reason === '') return help('to unfreeze needs a reason: it is kept for ever');
  return { kind: 'order', command: { kind: 'unfreeze', ...scope }, reason };
}

/** `everything`, `hello`, `hello/production`. */
function parseScope(verb: string, where: string | undefined): Scope | { notUnderstood: string } {
  if (where === undefined)
    return { notUnderstood: `${verb} takes what is meant: everything, a service, or service/stage` };
  if (where.toLowerCase() === 'everything') return {};
  const [service = '', stage, ...more] = where.split('/');
  const isNamed = NAME.test(service) && (stage === undefined || NAME.test(stage)) && more.length === 0;
  if (!isNamed)
    return { notUnderstood: `${show(where)} is neither everything, nor a service, nor a stage written service/stage` };
  return { service, ...(stage === undefined ? {} : { stage }) };
}
