import { isDeletion, NO_COMMIT, type Push } from '#core/intake/push.ts';
import type { SourceHost } from '#core/ports/source-host.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import { whyUntimely } from '#functions/steps/edge/why-untimely.ts';
import {
  type ReceiveWebhookPorts,
  receiveDelivery,
  type Understood,
  type WebhookDoor,
} from '#functions/steps/webhook/receive-delivery.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import { parsePush } from './parse-push.ts';
import { verifyToken } from './verify-token.ts';

export interface ReceiveGitLabPorts extends ReceiveWebhookPorts {
  sourceHost: Pick<SourceHost, 'isOnBranch'>;
}

const DELIVERY = /^[0-9A-Za-z-]{1,64}$/;

/** GitLab's way in. Throws when it could not store. https://docs.gitlab.com/user/project/integrations/webhooks/ */
export const receiveGitLab = (ports: ReceiveGitLabPorts, request: EdgeRequest): Promise<WebhookAnswer> =>
  receiveDelivery(ports, gitlabDoor(ports), request);

const gitlabDoor = (ports: ReceiveGitLabPorts): WebhookDoor => ({
  isAuthentic: verifyToken,
  whyUntimely: (headers, now) =>
    headers['webhook-timestamp'] === undefined ? undefined : whyUntimely('Webhook-Timestamp', headers, now),
  deliveryOf,
  understand: (headers, payload) => understand(ports, headers['x-gitlab-event'] ?? '', payload),
});

/**
 * `webhook-id` is signed, where there are signatures, and the idempotency key is the same. GitLab before 17.4 has neither, and draws an
 * id for every attempt; `X-Gitlab-Event-UUID` is one for all webhooks of an event, so it is none of a delivery.
 */
function deliveryOf(headers: EdgeRequest['headers']): { id: string } | { refused: string } {
  const id = headers['webhook-id'] ?? headers['idempotency-key'] ?? headers['x-gitlab-webhook-uuid'] ?? '';
  return DELIVERY.test(id) ? { id: `gitlab:${id}` } : { refused: 'Idempotency-Key is missing or malformed' };
}

async function understand(ports: ReceiveGitLabPorts, event: string, payload: unknown): Promise<Understood> {
  if (event !== 'Push Hook') {
    const named = /^[A-Za-z ]{1,40}$/.test(event) ? event : 'named in X-Gitlab-Event';
    return { kind: 'of no use', message: `ignored: the event ${named} is not used` };
  }
  const push = parsePush(payload);
  return push
    ? { kind: 'pushes', pushes: [await asForced(ports, push)] }
    : { kind: 'malformed', message: 'this is not the payload of a push event' };
}

/**
 * GitLab does not tell of a forced push what it took away, nor that it was forced: it is asked whether the new head contains the one
 * before. Who cannot be asked, or says no, leaves open which paths were changed: then it may be any.
 */
async function asForced({ sourceHost }: ReceiveGitLabPorts, push: Push): Promise<Push> {
  if (isDeletion(push) || push.before === NO_COMMIT) return push;
  const repository = { id: push.repositoryId, name: push.repositoryName };
  const standing = await sourceHost.isOnBranch(repository, push.after, push.before).catch(() => undefined);
  if (standing === undefined) return { ...push, changedPaths: undefined };
  return standing === 'gone' ? { ...push, forced: true, changedPaths: undefined } : push;
}
