import { parseWindowRule, type WrittenRule } from '#core/windows/parse-window-rule.ts';
import type { WindowRule } from '#core/windows/window-rule.ts';

/** A rule that is known to be right. */
export function aRule(written: WrittenRule): WindowRule {
  const parsed = parseWindowRule(written);
  if (!parsed.ok) throw new Error(JSON.stringify([written, parsed.mistakes]));
  return parsed.rule;
}

const parsedOnce = new Map<string, WindowRule>();

/** Thousands of rules differ in their zone only, and to check a zone's name costs more than all the rest. */
function inZone(effect: 'allow' | 'deny', text: string, zone: string, length: string | undefined): WindowRule {
  const key = `${effect} ${text} ${length}`;
  const known = parsedOnce.get(key) ?? aRule({ [effect]: text, zone: 'UTC', for: length });
  parsedOnce.set(key, known);
  return { ...known, zone };
}

export const allow = (text: string, zone = 'UTC', length?: string): WindowRule => inZone('allow', text, zone, length);

export const deny = (text: string, zone = 'UTC', length?: string): WindowRule => inZone('deny', text, zone, length);

export const at = (text: string): number => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`not a date: ${text}`);
  return ms;
};
