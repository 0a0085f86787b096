import type { Environment, Hold } from '../ledger/items.ts';
import { type Release, releaseId } from '../release/release.ts';
import { keepsLock } from '../rollback/keeps-lock.ts';
import { cut } from '../words/say-time.ts';
import type { Cancelled } from './judge-cancel.ts';
import type { Place } from './place.ts';

/** What a button says, and what is asked before it does anything. With the longest names these fit what Slack takes. */
export interface OfferWords {
  /** At most 75 characters. */
  label: string;
  /** What will happen to which environment. */
  confirm: {
    /** At most 100 characters. */
    title: string;
    /** One or two sentences of at most 300 characters. */
    text: string;
    /** At most 30 characters. */
    yes: string;
  };
}

const LONGEST_ALARMS = 100;

export const sayApprove = (id: string, stage: string): OfferWords => ({
  label: 'Approve',
  confirm: {
    title: `Approve ${id} for ${stage}?`,
    text: `This is your yes to ${id}. With enough of them it is deployed to ${stage} as soon as nothing else is in its way.`,
    yes: 'Approve',
  },
});

export const sayReject = (id: string, stage: string): OfferWords => ({
  label: 'Reject',
  confirm: {
    title: `Reject ${id} for ${stage}?`,
    text: `Ends ${id} for good before it enters ${stage}, where everything stays as it is.`,
    yes: 'Reject',
  },
});

export const sayCancel = (release: Release, kind: Cancelled['kind'], here: Place | undefined): OfferWords => ({
  label: 'Cancel',
  confirm: {
    title: `Cancel ${releaseId(release)}?`,
    text: kind === 'turn' ? sayTurn(release, here) : sayEnd(release),
    yes: 'Cancel the release',
  },
});

function sayEnd(release: Release): string {
  const { stage, turnsBack } = release;
  const id = releaseId(release);
  if (turnsBack) return `Ends ${id}: ${turnsBack.stage} is not taken back, and stays held until somebody resumes it.`;
  return stage === undefined
    ? `Ends ${id} for good, before it has reached any stage.`
    : `Ends ${id} for good: it goes no further. What runs in ${stage} stays as it is.`;
}

function sayTurn(release: Release, here: Place | undefined): string {
  const { service, stage = '' } = release;
  const id = releaseId(release);
  const current = here?.environment.current;
  if (here?.run?.migration?.reversible === false)
    return `The migration of ${id} cannot be undone: ${stage} stays as it is and is held, and somebody is called.`;
  return current
    ? `Takes ${stage} back to ${service}#${current.release}; ${id} ends when that is proved.`
    : `Ends ${id}. Nothing was ever healthy in ${stage} that it could go back to: what was deployed there stays.`;
}

export const sayResume = (environment: Environment, hold: Hold): OfferWords => {
  const { service, stage } = environment;
  const isAccepted = hold.kind === 'inconclusive';
  return {
    label: isAccepted ? `Take it for healthy in ${stage}` : `Resume ${stage}`,
    confirm: {
      title: `Resume ${service} ${stage}?`,
      text: isAccepted
        ? `Takes ${service}#${hold.release} for healthy in ${stage}, although its bake has not shown that, and lets it go on.`
        : `Lifts the hold on ${stage}${keepsLock(environment) ? ', and frees the lock that the failed rollback kept: look at what runs there first' : ''}. The next release enters as soon as nothing else is in its way.`,
      yes: isAccepted ? 'Take it for healthy' : 'Resume',
    },
  };
};

export const sayFixForward = (stage: string, red: string[]): OfferWords => ({
  label: 'Fix forward',
  confirm: {
    title: `Let the next release into ${stage} to mend it?`,
    text: `Lets the next release into ${stage} although alarms are red: ${cut(red.join(', '), LONGEST_ALARMS)}. Whatever is red when you press is let pass; every other alarm still guards.`,
    yes: 'Fix forward',
  },
});

export const sayRollback = ({ service, stage }: Environment, to: number): OfferWords => ({
  label: `Roll back ${stage}`,
  confirm: {
    title: `Roll back ${service} ${stage}?`,
    text: `Takes ${stage} back to ${service}#${to} and holds it: nobody gets in until somebody resumes it. A release that is at work there is cancelled first.`,
    yes: 'Roll back',
  },
});
