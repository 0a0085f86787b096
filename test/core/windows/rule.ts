import { parseWindowRule, type WrittenRule } from '#core/windows/parse-window-rule.ts';
import type { WindowRule } from '#core/windows/window-rule.ts';

/** A rule that is known to be right. */
export function aRule(written: WrittenRule): WindowRule {
  const parsed = parseWindowRule(written);
  if (!parsed.ok) throw new Error(JSON.stringify([written, parsed.mistakes]));
  return parsed.rule;
}

export const allow = (text: string, zone = 'UTC', length?: string): WindowRule =>
  aRule({ allow: text, zone, for: length });

export const deny = (text: string, zone = 'UTC', length?: string): WindowRule =>
  aRule({ deny: text, zone, for: length });

export const at = (text: string): number => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`not a date: ${text}`);
  return ms;
};
