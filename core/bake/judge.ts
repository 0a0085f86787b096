import { sayDuration } from '../config/duration.ts';
import type { Baseline } from '../ledger/items.ts';
import type { BakeRule } from '../plan/plan.ts';
import type { AlarmReading } from '../ports/alarms.ts';
import { joinReasons } from '../words/join-reasons.ts';
import { sayTime } from '../words/say-time.ts';

/** What one look at a baking stage saw. */
export interface Observations {
  /** When the first target's deployment began: alarms count from here. */
  deployStartedAt: number;
  bakeStartedAt: number;
  /** What each alarm was when the stage was entered: OK, with this configuration. */
  baseline: Record<string, Baseline>;
  alarms: AlarmReading[];
  /** Why an earlier look found that the alarms no longer watch what was agreed: putting them back does not undo that. */
  voided: string | undefined;
  /** Sum of the evidence metric from the start of the bake to `evidenceUntil`, or why it could not be read. */
  samples: number | { unreadable: string } | undefined;
  fleet: FleetHealth[];
}

export interface FleetHealth {
  target: string;
  /** Undefined: everything that runs there is this release's, and enough of it. */
  trouble: string | undefined;
  /** Something else than this release is PRIMARY: no time will mend it. */
  foreign: boolean;
}

export type Verdict = {
  kind: 'healthy' | 'unhealthy' | 'inconclusive' | 'not yet';
  /** One human sentence with the numbers and the name of the limit. */
  reason: string;
  /** Alarms that decided it. */
  alarms: string[];
  /** `not yet`: when to look again at the latest. */
  until?: number;
  /** The alarms were changed during the bake: nothing but a person can make it healthy any more. */
  isVoid?: true;
};

/**
 * Is it good? Pure. Healthy needs all of: the time over and one evaluation period more; every alarm there, unchanged, OK
 * now, and never in ALARM since the deployment began; enough evidence; every task on this release. Whatever is unknown is
 * not good: it extends the bake, and at its limit makes it inconclusive.
 */
export function judge(rule: BakeRule, seen: Observations, now: number): Verdict {
  const red = firedAlarms(seen);
  if (red.length > 0)
    return { kind: 'unhealthy', reason: joinReasons(red.map((r) => r.reason)), alarms: red.map((r) => r.name) };

  const foreign = seen.fleet.filter((f) => f.foreign);
  if (foreign.length > 0) return unhealthy(joinReasons(foreign.map((f) => `${f.target}: ${f.trouble}`)));

  const changed = changedAlarms(seen);
  if (changed.length > 0)
    return {
      kind: 'inconclusive',
      reason: joinReasons(changed.map((c) => c.reason)),
      alarms: changed.map((c) => c.name),
      isVoid: true,
    };
  if (seen.voided) return { kind: 'inconclusive', reason: seen.voided, alarms: [], isVoid: true };

  const due = dueAt(rule, seen);
  if (now < due) return { kind: 'not yet', reason: `bakes until ${sayTime(due)}`, alarms: [], until: due };

  const missing = missingForHealth(rule, seen);
  if (missing.length === 0) return { kind: 'healthy', reason: sayHealthy(rule, seen, now), alarms: [] };

  const limit = seen.bakeStartedAt + Math.max(rule.atMostMs, rule.forMs) + evaluationMs(seen);
  const unknown = joinReasons(missing);
  if (now < limit)
    return {
      kind: 'not yet',
      reason: `extended until ${sayTime(limit)} at most: ${unknown}`,
      alarms: [],
      until: limit,
    };
  return {
    kind: 'inconclusive',
    reason: `after ${sayDuration(now - seen.bakeStartedAt)} (atMost ${sayDuration(rule.atMostMs)}): ${unknown}`,
    alarms: [],
  };
}

const unhealthy = (reason: string): Verdict => ({ kind: 'unhealthy', reason, alarms: [] });

/** The end of the bake, and one evaluation period of the slowest alarm more. */
export const dueAt = (rule: BakeRule, seen: Pick<Observations, 'bakeStartedAt' | 'baseline'>): number =>
  seen.bakeStartedAt + rule.forMs + evaluationMs(seen);

/**
 * Evidence counts only up to here: what came later, no alarm has had the time to judge. Otherwise a bake that was extended for want of
 * visitors would end with the first of them, before the alarm could say how they fared. `period` is the evidence metric's, in ms.
 */
export const evidenceUntil = (seen: Pick<Observations, 'baseline'>, period: number, now: number): number =>
  now - evaluationMs(seen) - period;

const evaluationMs = (seen: Pick<Observations, 'baseline'>): number =>
  Math.max(0, ...Object.values(seen.baseline).map((b) => b.evaluationMs));

interface Finding {
  name: string;
  reason: string;
}

/**
 * From when an alarm counts: from what was read of it at entry, by its own clock, as a function's clock may be ahead of it and swallow
 * what comes first. One that a fix-forward let pass counts from the deployment.
 */
export function watchedFrom(
  { baseline, deployStartedAt }: Pick<Observations, 'baseline' | 'deployStartedAt'>,
  name: string,
): number {
  const { changedAt, exempt } = baseline[name] ?? {};
  return changedAt === undefined || exempt ? deployStartedAt : Math.min(changedAt + 1, deployStartedAt);
}

/**
 * History as well as state: an alarm that flapped back to OK between two looks has still fired. One that was red from before and
 * let through has fired only when it goes to ALARM anew.
 */
function firedAlarms(seen: Observations): Finding[] {
  return seen.alarms.flatMap((alarm) => {
    if (alarm.kind !== 'read') return [];
    const from = watchedFrom(seen, alarm.name);
    const fired = alarm.transitions.find((t) => t.to === 'ALARM' && t.at >= from);
    if (fired) {
      const flapped = alarm.state === 'ALARM' ? '' : ` (it is ${alarm.state} again)`;
      return [
        { name: alarm.name, reason: `${alarm.name} went to ALARM at ${sayTime(fired.at)}${flapped}: ${fired.reason}` },
      ];
    }
    if (alarm.state !== 'ALARM' || seen.baseline[alarm.name]?.exempt) return [];
    return [
      { name: alarm.name, reason: `${alarm.name} is in ALARM since ${sayTime(alarm.changedAt)}: ${alarm.reason}` },
    ];
  });
}

/** An alarm that was deleted or edited during the bake no longer says what it was asked. */
function changedAlarms(seen: Observations): Finding[] {
  return seen.alarms.flatMap((alarm) => {
    if (alarm.kind === 'missing') return [{ name: alarm.name, reason: `${alarm.name} was deleted during the bake` }];
    if (alarm.kind !== 'read') return [];
    const before = seen.baseline[alarm.name];
    if (!before) return [{ name: alarm.name, reason: `${alarm.name} was not read when the stage was entered` }];
    if (before.configuration === alarm.configuration) return [];
    return [
      {
        name: alarm.name,
        reason: `${alarm.name} was edited during the bake: what it watches now is not what was agreed`,
      },
    ];
  });
}

function missingForHealth(rule: BakeRule, seen: Observations): string[] {
  const watched = new Set(seen.alarms.map((a) => a.name));
  return [
    ...rule.alarms.filter((name) => !watched.has(name)).map((name) => `${name} was not read`),
    ...seen.alarms.flatMap((a) => (a.kind === 'unreadable' ? [`${a.name} cannot be read: ${a.why}`] : [])),
    ...seen.alarms.flatMap((a) => (a.kind === 'read' && a.state !== 'OK' ? [`${a.name} is ${a.state}, not OK`] : [])),
    ...missingEvidence(rule, seen.samples),
    ...seen.fleet.flatMap((f) => (f.trouble ? [`${f.target}: ${f.trouble}`] : [])),
  ];
}

function missingEvidence(rule: BakeRule, samples: Observations['samples']): string[] {
  if (!rule.evidence) return [];
  const { metric, minSamples } = rule.evidence;
  if (typeof samples === 'object') return [`${metric} cannot be read: ${samples.unreadable}`];
  if ((samples ?? 0) >= minSamples) return [];
  return [`${samples ?? 0} of at least ${minSamples} ${metric} (minSamples) seen`];
}

function sayHealthy(rule: BakeRule, seen: Observations, now: number): string {
  const alarms = rule.alarms.length === 1 ? `${rule.alarms[0]} stayed OK` : `${rule.alarms.length} alarms stayed OK`;
  const evidence = rule.evidence
    ? `, ${String(seen.samples)} ${rule.evidence.metric} seen (minSamples ${rule.evidence.minSamples})`
    : '';
  return `${rule.alarms.length > 0 ? alarms : 'no alarm to watch'} for ${sayDuration(now - seen.bakeStartedAt)}${evidence}`;
}
