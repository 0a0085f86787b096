import { createHash } from 'node:crypto';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { NO_COMMIT } from '#core/intake/push.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import { sendOver } from '../aws/hop.ts';
import { drawBetween } from '../chance/draw.ts';
import { pass, type Sim } from '../sim.ts';
import { REPOSITORY } from '../story/service-config.ts';
import type { Behaviour, PushPlan } from '../story/story.ts';
import type { Ci } from './ci.ts';
import { SECRET, signed } from './signed.ts';

/** A push as it really happened, in the order in which they happened. */
export interface MadePush {
  order: number;
  kind: PushPlan['kind'];
  before: string;
  after: string;
  forged: boolean;
  /** What the webhook answered, whenever it did. */
  answers: WebhookAnswer[];
}

export interface Repository {
  sourceHost: SourceHost;
  pushes: readonly MadePush[];
  push(plan: PushPlan): void;
  behaviourOf(sha: string): Behaviour;
  digestOf(sha: string): string;
  /** The commit behind an image; undefined for what others deployed. */
  commitOf(digest: string): string | undefined;
  break(isBroken: boolean): void;
}

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const REDELIVERED_AFTER_MS = 60_000;
const REDELIVERIES = 3;

/** GitHub: a branch, its pushes, and webhooks that somebody sends again when they were not taken. */
export function createRepository(
  sim: Sim,
  post: (request: EdgeRequest) => Promise<WebhookAnswer>,
  ci: Pick<Ci, 'begin' | 'break'>,
): Repository {
  const host = memorySourceHost();
  const pushes: MadePush[] = [];
  const behaviours = new Map<string, Behaviour>();
  const digests = new Map<string, string>();
  let branch: string[] = [];

  const commit = (behaviour: Behaviour): string => {
    const sha = createHash('sha1').update(`${sim.seed} ${pushes.length}`).digest('hex');
    behaviours.set(sha, behaviour);
    digests.set(digestOf(sha), sha);
    return sha;
  };
  const move = ({ kind, behaviour }: PushPlan): string[] => {
    switch (kind) {
      case 'delete':
        return [];
      case 'reset':
        return branch.length > 1 ? branch.slice(0, -1) : [...branch, commit(behaviour)];
      case 'replace':
        return [...branch.slice(0, -1), commit(behaviour)];
      default:
        return [...branch, commit(behaviour)];
    }
  };
  const deliver = async (push: MadePush, request: EdgeRequest): Promise<void> => {
    for (let attempt = 0; attempt <= REDELIVERIES; attempt += 1) {
      const answer = await post(request).catch(() => undefined);
      if (answer) push.answers.push(answer);
      if (answer && answer.status < 500) return;
      await pass(sim, REDELIVERED_AFTER_MS * (attempt + 1));
    }
  };

  return {
    sourceHost: host,
    pushes,
    behaviourOf: (sha) => behaviours.get(sha) ?? 'good',
    digestOf,
    commitOf: (digest) => digests.get(digest),
    break(isBroken) {
      host.break(isBroken ? new Error('api.github.com answered 503') : undefined);
      ci.break(isBroken);
    },
    push(plan) {
      const before = branch.at(-1) ?? NO_COMMIT;
      const next = move(plan);
      const after = next.at(-1) ?? NO_COMMIT;
      if (before === after) return;
      const forged = plan.kind === 'forged';
      const push: MadePush = { order: pushes.length + 1, kind: plan.kind, before, after, forged, answers: [] };
      pushes.push(push);
      if (!forged) {
        branch = next;
        host.setBranch(REPOSITORY.id, 'main', branch);
        host.describe(REPOSITORY.id, after, { author: 'amy', message: messageOf(push) });
      }
      sim.chronicle.tell(
        `push ${push.order}: ${plan.kind}, ${before.slice(0, 7)} -> ${after.slice(0, 7)} (${plan.behaviour})`,
      );
      const request = requestOf(sim, push);
      sendOver(sim, `webhook of push ${push.order}`, () => deliver(push, request), 'webhook');
      if (!forged && after !== NO_COMMIT) ci.begin(after);
    },
  };
}

const HOSTILE = '<!channel> *all green* $(reboot) `id`';

const messageOf = ({ kind, before, order }: MadePush): string =>
  kind === 'revert' ? `Revert\n\nThis reverts commit ${before}.` : `Change ${order} ${HOSTILE}`;

function requestOf(sim: Sim, push: MadePush): EdgeRequest {
  const { before, after, order, forged, kind } = push;
  const deleted = after === NO_COMMIT;
  const message = messageOf(push);
  const payload = {
    ref: 'refs/heads/main',
    before,
    after,
    deleted,
    forced: kind === 'reset' || kind === 'replace',
    commits: deleted ? [] : [{ message, added: [], removed: [], modified: ['src/app.ts'] }],
    head_commit: deleted ? null : { message, author: { name: 'Amy', username: 'amy' } },
    repository: { id: REPOSITORY.id, full_name: REPOSITORY.name },
    sender: { id: 7, login: 'amy' },
  };
  const delivery = `d-${order}-${drawBetween(sim.seed, `delivery ${order}`, 0, 999_999)}`;
  return signed('push', delivery, payload, forged ? 'guessed' : SECRET);
}
