import { memoryChecks } from '#adapters/memory/checks.ts';
import type { Checks } from '#core/ports/checks.ts';
import type { EdgeRequest } from '#functions/steps/edge/edge-request.ts';
import type { WebhookAnswer } from '#functions/steps/webhook/webhook-answer.ts';
import { sendOver } from '../aws/hop.ts';
import { draw, drawBetween, drawOne } from '../chance/draw.ts';
import type { Sim } from '../sim.ts';
import { REPOSITORY, REQUIRED } from '../story/service-config.ts';
import type { Setup } from '../story/story.ts';
import { signed } from './signed.ts';

/** Somebody's CI: it hears of every commit, and reports to GitHub, which tells the webhook. */
export interface Ci {
  checks: Checks;
  /** A commit was pushed. */
  begin(sha: string): void;
  /** Since when every check that is required is green; undefined: it is not. */
  greenSince(sha: string): number | undefined;
  break(isBroken: boolean): void;
  /** It could not be asked, at some time of the story. */
  wasAway(): boolean;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How a check goes: what its runs come to, one after the other, each started again by a person. Nothing: it is never reported. */
const COURSES: readonly [string[], ...string[][]] = [
  ['success'],
  ['success'],
  ['success'],
  ['success'],
  ['skipped'],
  ['failure', 'success'],
  ['cancelled', 'success'],
  ['failure'],
  [],
];

/** What was required is reported as GitHub has it: one as a check run, the other as a commit status. */
export function createCi(sim: Sim, setup: Setup, post: (request: EdgeRequest) => Promise<WebhookAnswer>): Ci {
  const memory = memoryChecks();
  const greens = new Map<string, number>();
  const begun = new Set<string>();
  let deliveries = 0;
  let wasAway = false;

  const tell = (sha: string, name: string, state: string): void => {
    const isRun = name === REQUIRED[0];
    memory.report(REPOSITORY.id, sha, { kind: isRun ? 'run' : 'status', name, app: isRun ? 'ci' : '', state });
    const isGreen = state === 'success' || state === 'skipped';
    if (isGreen) greens.set(`${sha} ${name}`, sim.clock.now());
    else greens.delete(`${sha} ${name}`);
    sim.chronicle.tell(`${name} of ${sha.slice(0, 7)} is ${state}`);
    deliveries += 1;
    const about = isRun
      ? { action: state === 'in_progress' ? 'created' : 'completed', check_run: { head_sha: sha, name } }
      : { sha, context: name, state: state === 'in_progress' ? 'pending' : state };
    const request = signed(isRun ? 'check_run' : 'status', `c-${deliveries}`, { ...about, repository: REPOSITORY });
    // Nobody sends these again when they were not taken.
    sendOver(sim, `webhook of ${name} of ${sha.slice(0, 7)}`, () => post(request), 'webhook');
  };

  const run = (sha: string, name: string, [outcome, ...rest]: string[], i = 0): void => {
    if (outcome === undefined) return;
    const about = `${name} of ${sha} ${i}`;
    const from = sim.clock.now() + (i === 0 ? 0 : drawBetween(sim.seed, `${about} again`, MINUTE, 15 * MINUTE));
    sim.clock.at(from + 10 * SECOND, () => tell(sha, name, 'in_progress'));
    sim.clock.at(from + drawBetween(sim.seed, `${about} takes`, 30 * SECOND, 6 * MINUTE), () => {
      tell(sha, name, outcome);
      run(sha, name, rest, i + 1);
    });
  };

  return {
    checks: memory,
    begin(sha) {
      // What comes back to the branch was checked before.
      if (!setup.checks || begun.has(sha)) return;
      begun.add(sha);
      for (const name of REQUIRED) {
        const isLucky = setup.checks === 'green' || draw(sim.seed, `${name} of ${sha} is lucky`) < 0.3;
        run(sha, name, isLucky ? ['success'] : drawOne(sim.seed, `${name} of ${sha}`, COURSES));
      }
    },
    greenSince(sha) {
      const since = REQUIRED.map((name) => greens.get(`${sha} ${name}`));
      return since.includes(undefined) ? undefined : Math.max(...since.map((at) => at ?? 0));
    },
    break(isBroken) {
      wasAway ||= isBroken;
      memory.break(isBroken ? new Error('api.github.com answered 503') : undefined);
    },
    wasAway: () => wasAway,
  };
}
