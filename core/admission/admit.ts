import type { Environment, Hold, Quarantine, ServiceHead } from '../ledger/items.ts';
import type { AlarmReading } from '../ports/alarms.ts';
import type { TerminalState } from '../release/release.ts';
import { joinReasons } from '../words/join-reasons.ts';
import { sayRevision, sayTime } from '../words/say-time.ts';
import { type Blocker, sayBlockers } from './blockers.ts';

export interface AdmissionFacts {
  service: string;
  number: number;
  now: number;
  /** When the release reached this stage, and how long it may wait. */
  arrivedAt: number;
  waitAtMost: number;
  /** Commits that this release reverts, and whether that may lift the hold of a rollback here. */
  reverts: string[];
  resumeOnRevert: boolean;
  environment: Environment;
  head: ServiceHead;
  quarantine: Quarantine | undefined;
  alarms: AlarmReading[];
  targets: TargetFacts[];
}

export interface TargetFacts {
  name: string;
  /** Task definition that is PRIMARY; undefined when there is no such service. */
  primary: string | undefined;
  /** What Bakewatch last made healthy there, if anything. */
  expected: string | undefined;
  /** Whether `expected` can still be gone back to: its task definition is active and its image exists. */
  expectedUsable: boolean;
}

export type Admission =
  /** `takeover`: whose lease had run out. `lifted`: the hold that ends with this admission. */
  | { kind: 'admitted'; takeover: string | undefined; lifted: Hold | undefined }
  | { kind: 'blocked'; blockers: Blocker[] }
  | { kind: 'refused'; state: TerminalState; reason: string };

/** May this release enter the stage now? Pure, total, and the only place that says so. */
export function admit(facts: AdmissionFacts): Admission {
  const refusal = refuse(facts);
  if (refusal) return { kind: 'refused', ...refusal };
  const blockers = [...queued(facts), ...held(facts), ...alarmed(facts), ...drifted(facts)];
  if (blockers.length === 0)
    return { kind: 'admitted', takeover: expiredHolder(facts), lifted: facts.environment.hold };
  if (facts.now >= facts.arrivedAt + facts.waitAtMost) {
    return { kind: 'refused', state: 'EXPIRED', reason: `waited too long: ${sayBlockers(blockers)}` };
  }
  return { kind: 'blocked', blockers };
}

/** What no waiting will mend. */
function refuse(facts: AdmissionFacts): { state: TerminalState; reason: string } | undefined {
  const { environment, number, service, head, quarantine } = facts;
  const newest = Math.max(environment.arrived, environment.current?.release ?? 0);
  if (newest > number) {
    return {
      state: 'SUPERSEDED',
      reason: `superseded by ${service}#${newest}, which reached ${environment.stage} first`,
    };
  }
  if (head.supersededUpTo && head.supersededUpTo.number >= number) {
    return { state: 'SUPERSEDED', reason: head.supersededUpTo.reason };
  }
  if (quarantine) return { state: 'REJECTED', reason: sayQuarantine(quarantine) };
  return missingThings(facts);
}

export const sayQuarantine = (quarantine: Quarantine): string =>
  `this commit is quarantined since ${quarantine.service}#${quarantine.release} (${quarantine.reason}); push a commit that mends it`;

function missingThings({ alarms, targets }: AdmissionFacts): { state: TerminalState; reason: string } | undefined {
  const missing = [
    ...alarms
      .filter((a) => a.kind === 'missing')
      .map((a) => `alarm ${a.name} does not exist: create it or take it out of bakewatch.yaml`),
    ...targets
      .filter((t) => t.primary === undefined)
      .map((t) => `ECS service ${t.name} does not exist or is not active: create it first`),
    ...targets
      .filter((t) => t.primary !== undefined && t.expected && !t.expectedUsable)
      .map(
        (t) =>
          `${sayRevision(t.expected ?? '')} of ${t.name}, to which a rollback would go, is gone: register it again or keep its image`,
      ),
  ];
  return missing.length > 0 ? { state: 'FAILED', reason: joinReasons(missing) } : undefined;
}

function queued({ environment: { holder }, number, service, now }: AdmissionFacts): Blocker[] {
  if (!holder || holder.release === number || holder.leaseUntil <= now) return [];
  return [
    { kind: 'queued', holder: `${service}#${holder.release}`, since: holder.since, leaseUntil: holder.leaseUntil },
  ];
}

function held({ environment: { hold }, reverts, resumeOnRevert }: AdmissionFacts): Blocker[] {
  const isMended = resumeOnRevert && hold?.kind === 'rollback' && hold.sha !== undefined && reverts.includes(hold.sha);
  return hold && !isMended ? [{ kind: 'held', reason: hold.reason, since: hold.since }] : [];
}

/** Only an explicit OK opens the gate: red, unknown and unreadable do not. */
function alarmed({ alarms, environment: { fixForward } }: AdmissionFacts): Blocker[] {
  return alarms.flatMap((alarm): Blocker[] => {
    if (alarm.kind === 'missing') return [];
    if (alarm.kind === 'unreadable')
      return [{ kind: 'alarm', name: alarm.name, state: 'unreadable', reason: alarm.why }];
    if (alarm.state === 'OK' || (alarm.state === 'ALARM' && fixForward?.alarms.includes(alarm.name))) return [];
    return [{ kind: 'alarm', name: alarm.name, state: alarm.state, reason: `since ${sayTime(alarm.changedAt)}` }];
  });
}

/** While another release has the stage, what runs there is its work, not drift: asked again when it has left. */
function drifted(facts: AdmissionFacts): Blocker[] {
  if (queued(facts).length > 0) return [];
  return facts.targets
    .filter((t) => t.expected !== undefined && t.primary !== undefined && t.primary !== t.expected)
    .map((t) => ({
      kind: 'drift',
      target: t.name,
      expected: sayRevision(t.expected ?? ''),
      found: sayRevision(t.primary ?? ''),
    }));
}

function expiredHolder({ environment: { holder }, number, service, now }: AdmissionFacts): string | undefined {
  return holder && holder.release !== number && holder.leaseUntil <= now ? `${service}#${holder.release}` : undefined;
}
