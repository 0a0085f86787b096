import type { ServiceConfig } from '../config/schema.ts';
import type { Approval, Run } from '../ledger/items.ts';
import { approvalsNeeded, countingApprovals } from '../people/approvals.ts';
import { isAuthor } from '../people/who.ts';
import type { ApprovalRule, Plan } from '../plan/plan.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import { sayEnded } from '../release/say-ended.ts';
import { sayMoment } from '../words/say-time.ts';
import type { Judged } from './judged.ts';

export interface ApprovalAsked {
  release: Release;
  stage: string;
  /** The release's own; undefined before it is prepared. */
  plan: Plan | undefined;
  run: Run | undefined;
  /** The highest number that has reached the stage or is current there. */
  newest: number;
  /** Who is who and who may, at this moment. */
  config: Pick<ServiceConfig, 'people' | 'may'>;
  by: string;
  reason: string;
  now: number;
}

export interface Approved {
  run: Run;
  sentence: string;
  message: string;
}

/** One person's yes: counted once for each person, for this digest, and only until there are enough. */
export function judgeApprove(asked: ApprovalAsked): Judged<Approved> {
  const standing = standingOf(asked);
  if (standing.refused !== undefined) return standing;
  const { rule, run, given } = standing.effect;
  const { release, stage, by, reason, now: at, config } = asked;
  const id = releaseId(release);
  if (!rule.authorMayApprove && isAuthor(config, release, by))
    return { refused: `${by} is behind ${id}, and its authors may not approve it for ${stage}` };
  if (given.some((approval) => approval.by === by))
    return { refused: `${by} has approved ${id} for ${stage} already (${given.length} of ${rule.from})` };
  const approval: Approval = { by, reason, at, digest: release.digest ?? '' };
  const approvals = [...(run.approvals ?? []).filter((each) => each.by !== by), approval];
  const count = `${given.length + 1} of ${rule.from}`;
  return {
    effect: {
      run: { ...run, approvals },
      sentence: `${by} approves it for ${stage} (${count}): ${reason}`,
      message: `${id} has ${count} approvals for ${stage}`,
    },
  };
}

/** One person's no ends it. */
export function judgeReject(asked: ApprovalAsked): Judged<Approved> {
  const standing = standingOf(asked);
  if (standing.refused !== undefined) return standing;
  const { release, stage, by, reason, now: at } = asked;
  return {
    effect: {
      run: { ...standing.effect.run, rejected: { by, reason, at } },
      sentence: `${by} rejects it for ${stage}: ${reason}`,
      message: `${releaseId(release)} is rejected for ${stage}`,
    },
  };
}

interface Open {
  rule: ApprovalRule;
  run: Run;
  /** The approvals that count now. */
  given: Approval[];
}

/** Is there anything to say yes or no to? */
function standingOf(asked: ApprovalAsked): Judged<Open> {
  const { release, stage, plan, run } = asked;
  const id = releaseId(release);
  const over = whyOver(asked);
  if (over) return { refused: over };
  if (!plan) return { refused: `${id} is not prepared yet: it asks for no approval so far` };
  const planned = plan.stages.find(({ name }) => name === stage);
  if (!planned)
    return { refused: `${id} does not go to ${stage}: it goes to ${plan.stages.map(({ name }) => name).join(', ')}` };
  if (!planned.approval) return { refused: `${stage} asks for no approval of ${id}` };
  if (!run) return { refused: `${id} has not reached ${stage} yet` };
  const rule = { ...planned.approval, from: approvalsNeeded(planned.approval, release) };
  const given = countingApprovals(run, release, rule, asked.config);
  const closed = whyClosed(asked, { rule, run, given });
  return closed ? { refused: closed } : { effect: { rule, run, given } };
}

function whyOver({ release, stage, newest }: ApprovalAsked): string | undefined {
  const id = releaseId(release);
  if (isTerminal(release.state)) return sayEnded(release);
  if (newest > release.number)
    return `${id} is superseded by ${release.service}#${newest}, which reached ${stage} first`;
  return undefined;
}

function whyClosed({ release, stage, now }: ApprovalAsked, { rule, run, given }: Open): string | undefined {
  const id = releaseId(release);
  if (run.enteredAt !== undefined) return `${id} has entered ${stage} already: cancel it instead`;
  if (run.rejected) return `${id} was rejected for ${stage} by ${run.rejected.by}: ${run.rejected.reason}`;
  if (release.emergency?.isInForce)
    return `${id} is an EMERGENCY and asks for no approval any more: cancel it to stop it`;
  if (now >= run.arrivedAt + rule.within)
    return `${id} waited for its approvals until ${sayMoment(run.arrivedAt + rule.within)}: it expires`;
  if (given.length >= rule.from)
    return `${id} is already approved for ${stage} by ${given.map(({ by }) => by).join(' and ')}; cancel it instead`;
  return undefined;
}
