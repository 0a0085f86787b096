import { isZone } from './clock-spans.ts';
import { parseCron } from './parse-cron.ts';
import { parseDayRange } from './parse-day-range.ts';
import { parseLength } from './parse-length.ts';
import type { WindowRule } from './window-rule.ts';

/** As in bakewatch.yaml: one of `allow` and `deny`; `for` with a cron only. */
export interface WrittenRule {
  allow?: string | undefined;
  deny?: string | undefined;
  for?: string | undefined;
  zone: string;
}

/** `at` is undefined for what concerns the whole rule. */
export interface RuleMistake {
  at: keyof WrittenRule | undefined;
  message: string;
}

export type ParsedRule = { ok: true; rule: WindowRule } | { ok: false; mistakes: RuleMistake[] };

const EXAMPLES = '`mon-fri 09:00-17:00`, or the cron `"0 22 24 12 *"` with `for: 36h`';

/** Reads one rule. Every mistake is reported at once; nothing is thrown. */
export function parseWindowRule(written: WrittenRule): ParsedRule {
  const { allow, deny, zone } = written;
  if (allow !== undefined && deny !== undefined)
    return refuse([{ at: undefined, message: 'has both `allow` and `deny`: write two rules' }]);
  const effect = allow === undefined ? 'deny' : 'allow';
  const asWritten = allow ?? deny;
  if (asWritten === undefined)
    return refuse([{ at: undefined, message: `needs \`allow\` or \`deny\`: write for example ${EXAMPLES}` }]);
  const text = asWritten.trim().replaceAll(/\s+/g, ' ');
  const when = readWhen(text, effect, written.for);
  const mistakes = [
    ...(Array.isArray(when) ? when : []),
    ...(isZone(zone)
      ? []
      : [{ at: 'zone' as const, message: `${quote(zone)} is no time zone: write an IANA name such as Europe/Berlin` }]),
  ];
  if (Array.isArray(when) || mistakes.length > 0) return refuse(mistakes);
  return { ok: true, rule: { effect, text, zone, ...when } };
}

const refuse = (mistakes: RuleMistake[]): ParsedRule => ({ ok: false, mistakes });
const quote = (text: string): string => `"${text.slice(0, 60)}"`;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type When = Without<WindowRule, 'effect' | 'text' | 'zone'>;

function readWhen(text: string, effect: 'allow' | 'deny', length: string | undefined): When | RuleMistake[] {
  if (text.includes(':')) return readDayRange(text, effect, length);
  if (/^\S+( \S+){4}$/.test(text)) return readCron(text, effect, length);
  return [
    {
      at: effect,
      message: `${quote(text)} is neither days and times nor a cron of five fields: write for example ${EXAMPLES}`,
    },
  ];
}

function readDayRange(text: string, effect: 'allow' | 'deny', length: string | undefined): When | RuleMistake[] {
  const range = parseDayRange(text);
  const mistakes: RuleMistake[] = [
    ...('message' in range ? [{ at: effect, message: range.message }] : []),
    ...(length === undefined
      ? []
      : [{ at: 'for' as const, message: 'belongs to a cron: days and times say themselves when they end' }]),
  ];
  return 'message' in range || mistakes.length > 0 ? mistakes : { kind: 'days', ...range };
}

function readCron(text: string, effect: 'allow' | 'deny', length: string | undefined): When | RuleMistake[] {
  const cron = parseCron(text);
  const lasts = parseLength(length);
  if ('message' in cron || 'message' in lasts) {
    return [
      ...('message' in cron ? [{ at: effect, message: cron.message }] : []),
      ...('message' in lasts ? [{ at: lasts.at, message: lasts.message }] : []),
    ];
  }
  return { kind: 'cron', ...cron, forMs: lasts.forMs };
}
