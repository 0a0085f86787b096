import { newestIn } from '../admission/newest-in.ts';
import type { ServiceConfig } from '../config/schema.ts';
import type { Plan } from '../plan/plan.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import { keepsLock } from '../rollback/keeps-lock.ts';
import type { Action } from './action-value.ts';
import { judgeReject } from './judge-approval.ts';
import { judgeCancel } from './judge-cancel.ts';
import { judgeResume } from './judge-resume.ts';
import { chooseTarget, whyIrreversible } from './judge-rollback.ts';
import type { Place } from './place.ts';
import {
  type OfferWords,
  sayApprove,
  sayCancel,
  sayFixForward,
  sayReject,
  sayResume,
  sayRollback,
} from './say-offer.ts';

/** A command that makes sense now, with what the person is shown, and the words of its button. */
export interface Offer extends Action, OfferWords {
  style: 'primary' | 'danger';
}

export interface OfferFacts {
  release: Release;
  /** The release's own; undefined before it is prepared. */
  plan: Plan | undefined;
  config: Pick<ServiceConfig, 'people' | 'may'>;
  /** The stage where it is; undefined before it has reached one. */
  here: Place | undefined;
  /** The stage that it passed before that one; undefined when there is none, or when nobody would go back there now. */
  before?: Place | undefined;
  now: number;
}

/** Nobody in particular: whoever presses is judged when she does. */
const SOMEBODY = { by: 'somebody', reason: 'pressed' };

/**
 * What a person can do about a release now, what matters most first. Whatever is offered is an order that its judge accepts
 * at this moment, of a person who may give it; what has changed when it is pressed makes it stale by what was seen.
 */
export function offersOf(facts: OfferFacts): Offer[] {
  return [...approving(facts), ...resuming(facts), ...fixing(facts), ...cancelling(facts), ...goingBack(facts)];
}

function approving({ release, plan, config, here, now }: OfferFacts): Offer[] {
  if (release.state !== 'WAITING' || !here) return [];
  const { environment, run } = here;
  const { stage } = environment;
  // Whoever may say no may be asked for a yes: whether she has given it already depends on who she is.
  const judged = judgeReject({ release, stage, plan, run, newest: newestIn(environment), config, ...SOMEBODY, now });
  if (judged.refused !== undefined) return [];
  const id = releaseId(release);
  const seen = { digest: release.digest, state: release.state };
  return [
    { command: { kind: 'approve', release: id, stage }, seen, style: 'primary', ...sayApprove(id, stage) },
    { command: { kind: 'reject', release: id, stage }, seen, style: 'danger', ...sayReject(id, stage) },
  ];
}

/** Of a hold that is there because of this release, once it does no more but wait for a person. */
function resuming({ release, here }: OfferFacts): Offer[] {
  const { number, state } = release;
  if (!here) return [];
  const { environment } = here;
  const judged = judgeResume(environment);
  if (judged.refused !== undefined) return [];
  const { hold, accepts } = judged.effect;
  const isItsOwn = hold.release === number || hold.turn === number;
  if (!isItsOwn || !(accepts ? state === 'BAKING' : isTerminal(state))) return [];
  const { service, stage } = environment;
  return [
    {
      command: { kind: 'resume', service, stage },
      seen: { holdSince: hold.since },
      style: 'primary',
      ...sayResume(environment, hold),
    },
  ];
}

/** Red alarms keep it out, as it was told at its last look. */
function fixing({ release, here }: OfferFacts): Offer[] {
  const { run, environment } = here ?? {};
  if (release.state !== 'WAITING' || !environment || !run || run.enteredAt !== undefined) return [];
  const red = (run.blockers ?? []).flatMap((each) =>
    each.kind === 'alarm' && each.state === 'ALARM' ? [each.name] : [],
  );
  if (red.length === 0) return [];
  const { service, stage, current } = environment;
  return [
    {
      command: { kind: 'fix-forward', service, stage },
      seen: { current: current?.release },
      style: 'danger',
      ...sayFixForward(stage, red),
    },
  ];
}

function cancelling({ release, here }: OfferFacts): Offer[] {
  const judged = judgeCancel({ release, run: here?.run, ...SOMEBODY });
  if (judged.refused !== undefined) return [];
  const { state, stage } = release;
  return [
    {
      command: { kind: 'cancel', release: releaseId(release) },
      seen: { state, stage },
      style: 'danger',
      ...sayCancel(release, judged.effect.kind, here),
    },
  ];
}

/** Where it is what runs, to what ran there before it; not while it is at work elsewhere. */
function goingBack({ release, here, before }: OfferFacts): Offer[] {
  const { state, number } = release;
  if (state !== 'WAITING' && state !== 'SUCCEEDED') return [];
  const place = [here, before].find((each) => each?.environment.current?.release === number);
  const to = place && backFrom(place);
  if (!to) return [];
  const { service, stage } = place.environment;
  return [
    {
      // Named, so that it goes where the person was told, or nowhere.
      command: { kind: 'rollback', service, stage, to },
      // Without it a click that came twice would go back twice.
      seen: { current: number },
      style: 'danger',
      ...sayRollback(place.environment, to),
    },
  ];
}

/** The number of the release that the stage would go back to; undefined when it is sure that it cannot. */
function backFrom({ environment, run }: Place): number | undefined {
  const { current } = environment;
  if (!current || !run?.rollbackTo || keepsLock(environment)) return undefined;
  const to = run.rollbackTo.release;
  const healthy = [current, run.rollbackTo];
  // Whether its commit was found bad since, and its image is still there, is asked when somebody presses.
  const chosen = chooseTarget({ environment, healthy, quarantined: new Set(), to });
  return chosen.refused !== undefined || whyIrreversible('', [run]) ? undefined : to;
}
