import { isInForce } from '../ledger/is-in-force.ts';
import type { Approval, Environment, FixForward, Freeze, Hold, Quarantine, ServiceHead } from '../ledger/items.ts';
import type { TurnKind } from '../plan/plan.ts';
import type { AlarmReading } from '../ports/alarms.ts';
import type { TerminalState } from '../release/release.ts';
import { joinReasons } from '../words/join-reasons.ts';
import { sayMoment, sayRevision } from '../words/say-time.ts';
import { type Blocker, endsAt, sayBlockers } from './blockers.ts';
import { sayFreezeScope } from './freezes.ts';
import { newestIn } from './newest-in.ts';

export interface AdmissionFacts {
  service: string;
  number: number;
  now: number;
  /** It does not go forward: it takes the stage back. That asks for nobody's permission. */
  turn?: TurnKind | undefined;
  /** Of a rollback by hand: no release above this number had gone forward when it was asked for. */
  after?: number | undefined;
  /** Persons let it pass windows and approvals. */
  isEmergency?: boolean | undefined;
  /** When the release reached this stage, and how long it may wait. */
  arrivedAt: number;
  waitAtMost: number;
  /** Commits that this release reverts, and whether that may lift the hold of a rollback here. */
  reverts: string[];
  resumeOnRevert: boolean;
  environment: Environment;
  head: ServiceHead;
  quarantine: Quarantine | undefined;
  /** Those that cover this stage, over or not. */
  freezes?: Freeze[] | undefined;
  /** Undefined: the stage has no windows, or this release may begin in one now. */
  window?: Extract<Blocker, { kind: 'window' }> | undefined;
  approval?: ApprovalFacts | undefined;
  alarms: AlarmReading[];
  targets: TargetFacts[];
}

export interface ApprovalFacts {
  needed: number;
  /** How long persons may take from the release's arrival, in ms. */
  within: number;
  /** Of this release with this digest, by persons who may, at this moment. */
  given: Approval[];
  rejected: { by: string; reason: string } | undefined;
}

export interface TargetFacts {
  name: string;
  /** Task definition that is PRIMARY; undefined when there is no such service. */
  primary: string | undefined;
  /** What Bakewatch last made healthy there, if anything. */
  expected: string | undefined;
  /** Where a rollback would go. */
  backTo: string | undefined;
  /** Whether `backTo` can still be gone back to: its task definition is active and its image exists. */
  backToUsable: boolean;
  /** The release of ours that left PRIMARY there, when it is not `expected`. */
  owner?: string | undefined;
}

export type Admission =
  /** `takeover`: whose lease had run out. `lifted`: the hold that ends with this admission. */
  | { kind: 'admitted'; takeover: string | undefined; lifted: Hold | undefined }
  /** `recheckAt`: the first moment at which the answer may be another without anybody's doing. */
  | { kind: 'blocked'; blockers: Blocker[]; recheckAt: number }
  | { kind: 'refused'; state: TerminalState; reason: string };

/** May this release enter the stage now? Pure, total, and the only place that says so. */
export function admit(facts: AdmissionFacts): Admission {
  const refusal = refuse(facts);
  if (refusal) return { kind: 'refused', ...refusal };
  const blockers = blockersOf(facts);
  const { environment, turn } = facts;
  if (blockers.length === 0)
    return {
      kind: 'admitted',
      takeover: expiredHolder(facts),
      // Whoever is taken back leaves a hold as it is.
      lifted: turn ? undefined : environment.hold,
    };
  if (facts.now >= facts.arrivedAt + facts.waitAtMost) {
    return { kind: 'refused', state: 'EXPIRED', reason: `waited too long: ${sayBlockers(blockers)}` };
  }
  return { kind: 'blocked', blockers, recheckAt: recheckAt(facts, blockers) };
}

/**
 * A rollback by hand passes holds, freezes, windows, approvals, alarms, and what a release of ours left behind; never another release
 * at work, or a stranger's deployment.
 */
function blockersOf(facts: AdmissionFacts): Blocker[] {
  const { turn, isEmergency } = facts;
  if (turn === 'rollback') return [...queued(facts), ...drifted(facts).filter(({ owner }) => owner === undefined)];
  const asked = isEmergency ? [] : [...(facts.window ? [facts.window] : []), ...approving(facts)];
  return [...queued(facts), ...held(facts), ...frozen(facts), ...asked, ...alarmed(facts), ...drifted(facts)];
}

const recheckAt = ({ arrivedAt, waitAtMost, now }: AdmissionFacts, blockers: Blocker[]): number =>
  Math.min(arrivedAt + waitAtMost, ...blockers.flatMap((blocker) => endsAt(blocker) ?? []).filter((at) => at > now));

/** What no waiting will mend. */
function refuse(facts: AdmissionFacts): { state: TerminalState; reason: string } | undefined {
  const { quarantine, turn } = facts;
  if (turn === 'settle') return lostStage(facts);
  const overtaken = turn === 'rollback' ? overtakenTurn(facts) : superseded(facts);
  if (overtaken) return overtaken;
  if (quarantine) return { state: 'REJECTED', reason: sayQuarantine(quarantine) };
  return (turn ? undefined : unapproved(facts)) ?? missingThings(facts);
}

/**
 * Whoever settles has its release's lock already, and is not asked here; where the lock was taken over or freed, the stage is another's
 * to care for: taken back now, what that one has made healthy would be lost.
 */
const lostStage = ({ environment: { holder, stage }, service }: AdmissionFacts) => ({
  state: 'ROLLBACK_FAILED' as const,
  reason: holder
    ? `${service}#${holder.release} has taken ${stage} over, and nobody looked after what was left there`
    : `${stage} was freed meanwhile, and nobody looked after what was left there`,
});

function superseded({ environment, number, service, head }: AdmissionFacts) {
  const newest = newestIn(environment);
  if (newest > number) {
    return {
      state: 'SUPERSEDED' as const,
      reason: `superseded by ${service}#${newest}, which reached ${environment.stage} first`,
    };
  }
  if (head.supersededUpTo && head.supersededUpTo.number >= number) {
    return { state: 'SUPERSEDED' as const, reason: head.supersededUpTo.reason };
  }
  return undefined;
}

/** Of two rollbacks by hand the one asked for last counts; and none takes back what nobody had seen when it was asked for. */
function overtakenTurn({ environment, number, service, after }: AdmissionFacts) {
  const { turning = 0, current, stage } = environment;
  if (turning > number)
    return {
      state: 'SUPERSEDED' as const,
      reason: `superseded by ${service}#${turning}, a later rollback of ${stage}`,
    };
  if (current === undefined || after === undefined || current.release <= after) return undefined;
  return {
    state: 'SUPERSEDED' as const,
    reason: `superseded by ${service}#${current.release}, which went forward in ${stage} since and was found healthy: \`bakewatch rollback\` takes that back, too`,
  };
}

function unapproved({ approval, isEmergency, arrivedAt, now, environment }: AdmissionFacts) {
  if (!approval || isEmergency) return undefined;
  const { rejected, given, needed, within } = approval;
  if (rejected) return { state: 'REJECTED' as const, reason: `rejected by ${rejected.by}: ${rejected.reason}` };
  if (given.length >= needed || now < arrivedAt + within) return undefined;
  return {
    state: 'EXPIRED' as const,
    reason: `${given.length} of ${needed} needed approvals came for ${environment.stage} until ${sayMoment(arrivedAt + within)}`,
  };
}

export const sayQuarantine = (quarantine: Quarantine): string =>
  `this commit is quarantined since ${quarantine.service}#${quarantine.release} (${quarantine.reason}); push a commit that mends it, or let it pass with \`bakewatch pardon\``;

function missingThings({
  alarms,
  targets,
  turn,
}: AdmissionFacts): { state: TerminalState; reason: string } | undefined {
  const missing = [
    ...alarms
      .filter((a) => a.kind === 'missing' && !turn)
      .map((a) => `alarm ${a.name} does not exist: create it or take it out of bakewatch.yaml`),
    ...targets
      .filter((t) => t.primary === undefined)
      .map((t) => `ECS service ${t.name} does not exist or is not active: create it first`),
    ...targets
      .filter((t) => t.primary !== undefined && !t.backTo && turn === 'rollback')
      .map((t) => `what the stage would go back to never ran on ${t.name}`),
    ...targets
      .filter((t) => t.primary !== undefined && t.backTo && !t.backToUsable)
      .map(
        (t) =>
          `${sayRevision(t.backTo ?? '')} of ${t.name}, to which a rollback would go, is gone: register it again or keep its image`,
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
  const isLiftable = hold?.kind === 'rollback' && hold.turn === undefined;
  const isMended = resumeOnRevert && isLiftable && hold.sha !== undefined && reverts.includes(hold.sha);
  return hold && !isMended ? [{ kind: 'held', reason: hold.reason, since: hold.since }] : [];
}

function frozen({ freezes = [], now }: AdmissionFacts): Blocker[] {
  return freezes
    .filter((freeze) => isInForce(freeze, now))
    .map((freeze) => ({
      kind: 'frozen',
      what: sayFreezeScope(freeze),
      by: freeze.by,
      reason: freeze.reason,
      since: freeze.at,
      ...(freeze.until === undefined ? {} : { until: freeze.until }),
    }));
}

function approving({ approval, arrivedAt }: AdmissionFacts): Blocker[] {
  if (!approval || approval.given.length >= approval.needed) return [];
  const { given, needed, within } = approval;
  return [{ kind: 'approval', given: given.map(({ by }) => by), needed, until: arrivedAt + within }];
}

/** Only an explicit OK opens the gate: red, unknown and unreadable do not. */
function alarmed({ alarms, environment: { fixForward } }: AdmissionFacts): Blocker[] {
  return alarms.flatMap((alarm): Blocker[] => {
    if (alarm.kind === 'missing') return [];
    if (alarm.kind === 'unreadable')
      return [{ kind: 'alarm', name: alarm.name, state: 'unreadable', reason: alarm.why }];
    if (alarm.state === 'OK' || (alarm.state === 'ALARM' && isLetPass(alarm, fixForward))) return [];
    return [{ kind: 'alarm', name: alarm.name, state: alarm.state, reason: `since ${sayMoment(alarm.changedAt)}` }];
  });
}

/** An alarm that flaps while its fix is built is let pass all the same; so is one whose clock is ahead of that of whoever wrote the fix-forward. */
const FLAPS_WITHIN_MS = 20 * 60_000;

/** It is red for what the person has seen: one that recovered, and fires long after for another reason, is not hers. */
const isLetPass = (
  { name, changedAt }: { name: string; changedAt: number },
  fixForward: FixForward | undefined,
): boolean => fixForward?.alarms.includes(name) === true && changedAt <= fixForward.at + FLAPS_WITHIN_MS;

/** While another release has the stage, what runs there is its work, not drift: asked again when it has left. */
function drifted(facts: AdmissionFacts): Extract<Blocker, { kind: 'drift' }>[] {
  if (queued(facts).length > 0) return [];
  return facts.targets
    .filter((t) => t.expected !== undefined && t.primary !== undefined && t.primary !== t.expected)
    .map((t) => ({
      kind: 'drift',
      target: t.name,
      expected: sayRevision(t.expected ?? ''),
      found: sayRevision(t.primary ?? ''),
      ...(t.owner ? { owner: t.owner } : {}),
    }));
}

function expiredHolder({ environment: { holder }, number, service, now }: AdmissionFacts): string | undefined {
  return holder && holder.release !== number && holder.leaseUntil <= now ? `${service}#${holder.release}` : undefined;
}
