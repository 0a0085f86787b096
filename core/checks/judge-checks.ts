import { sayDuration } from '../config/duration.ts';
import type { ShownCheck } from '../ports/checks.ts';
import { type OpenCheck, type OpenChecks, sayNames, sayOpen, sayOpenUntil } from './open-checks.ts';

/** What the host shows of the commit's checks, or why that is not known. */
export type SeenChecks = { shown: ShownCheck[] } | { unreadable: string };

export interface ChecksAsked {
  /** Exact names. */
  require: string[];
  seen: SeenChecks;
  /** Epoch ms: since when the release waits, and when it expires. */
  since: number;
  until: number;
  now: number;
}

export type ChecksVerdict =
  | { kind: 'passed'; sentence: string }
  | { kind: 'waiting' | 'expired'; checks: OpenChecks; sentence: string };

/**
 * What GitHub itself takes for passed; `expected`, like `pending`, is said of a status that is still to come.
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
 */
const GREEN = new Set(['success', 'neutral', 'skipped']);
const RUNNING = new Set(['pending', 'expected', 'queued', 'in_progress', 'waiting', 'requested']);

/**
 * Whether a commit has the checks that it needs. Passed: each of the names is there and green, from everybody who reports it. A red one is not
 * the end, as it may be run again; what is not known is not green; when the time is over, it expires.
 */
export function judgeChecks({ require, seen, since, until, now }: ChecksAsked): ChecksVerdict {
  if (isPassed(require, seen)) return { kind: 'passed', sentence: `its checks are green: ${sayNames(require)}` };
  const open = openOf(require, seen);
  const unreadable = 'unreadable' in seen ? { unreadable: seen.unreadable } : {};
  const checks: OpenChecks = { kind: 'checks', open, ...unreadable, since, until };
  if (now < until) return { kind: 'waiting', checks, sentence: `waits for its checks: ${sayOpenUntil(checks)}` };
  return {
    kind: 'expired',
    checks,
    sentence: `not all of its checks were green within ${sayDuration(until - since)}: ${sayOpen(checks)}`,
  };
}

export const isPassed = (require: string[], seen: SeenChecks): boolean =>
  'shown' in seen && openOf(require, seen).length === 0;

function openOf(require: string[], seen: SeenChecks): OpenCheck[] {
  const shown = 'shown' in seen ? seen.shown : [];
  return require.flatMap((name) => openCheck(name, latestOf(shown.filter((check) => check.name === name))));
}

/** A run that was started again counts, and not the one before it. */
function latestOf(checks: ShownCheck[]): ShownCheck[] {
  const latest = new Map<string, ShownCheck>();
  for (const check of checks) {
    const by = JSON.stringify([check.kind, check.app]);
    const known = latest.get(by);
    if (!known || check.order > known.order) latest.set(by, check);
  }
  return [...latest.values()];
}

/** Empty: it is green. Of several under one name the worst is said. */
function openCheck(name: string, reported: ShownCheck[]): OpenCheck[] {
  if (reported.length === 0) return [{ name, is: 'missing' }];
  const running = reported.find(({ state }) => RUNNING.has(state));
  // A word that is new to us is not green.
  const red = reported.find(({ state }) => !(GREEN.has(state) || RUNNING.has(state)));
  const worst = red ?? running;
  if (!worst) return [];
  const { state, link } = worst;
  return [{ name, is: red ? 'red' : 'running', state, ...(link === undefined ? {} : { link }) }];
}
