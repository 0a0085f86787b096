import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import { draw, drawBetween } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';
import type { Repository } from './repository.ts';

type Post = (request: EdgeRequest) => Promise<WebhookAnswer>;

const HOW_OFTEN = 0.15;

/**
 * W14: somebody has overheard a delivery and sends it again under an id of his own: ids are not signed. Only while the branch still
 * stands there: once it was set back, or a late webhook says that it was, nobody can tell a replay from the same push made anew.
 */
export function replaying(sim: Sim, post: Post, repository: () => Repository): Post {
  return async (request) => {
    const answer = await post(request);
    const id = request.headers['x-github-delivery'] ?? '';
    if (answer.status !== 202 || draw(sim.seed, `replay ${id}`) >= HOW_OFTEN) return answer;
    const { before, after } = JSON.parse(Buffer.from(request.body ?? []).toString()) as Record<string, string>;
    const isNewest = (): boolean => {
      const pushes = repository().pushes.filter(({ forged }) => !forged);
      const isUndone = pushes.some((push) => push.before === after && push.after === before);
      return pushes.at(-1)?.after === after && !isUndone;
    };
    sim.clock.at(sim.clock.now() + drawBetween(sim.seed, `replay of ${id} after`, 10_000, 600_000), () => {
      if (!isNewest()) return;
      sim.chronicle.tell(`somebody replays the delivery ${id}`);
      void post({ ...request, headers: { ...request.headers, 'x-github-delivery': `replay-${id}` } }).catch(
        () => undefined,
      );
    });
    return answer;
  };
}
