import { NO_COMMIT } from '#core/intake/push.ts';
import type { LedgerEvent, StoredRelease } from '#core/ledger/items.ts';
import { keys } from '#core/ledger/keys.ts';
import { releaseId } from '#core/release/release.ts';
import type { MadePush } from '../world/repository.ts';
import type { Check, Facts } from './facts.ts';
import { changesOf, isRelease, releaseIn, releasesIn, runIn } from './read-ledger.ts';

/**
 * S3, S5, S6, S17: every push has its one outcome, no release comes without a push or a person's order, nothing goes backwards, and production
 * comes after staging.
 */
export function order(facts: Facts): Check {
  const { ledger, world, violate } = facts;
  const last = new Map<string, number>();
  const isFound = (release: StoredRelease): boolean =>
    (ledger.get(keys.event(releaseId(release), 1)) as LedgerEvent | undefined)?.actor === 'bakewatch';
  const pushOf = (release: StoredRelease) =>
    world.repository.pushes.find((p) => p.after === release.sha && p.before === release.before && !p.forged) ??
    // What was found at the branch stands for every push since the ledger's head.
    world.repository.pushes.findLast((p) => p.after === release.sha && !p.forged && isFound(release));
  return {
    onCommit(changes) {
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease))
        if (after && !before && !after.turnsBack && !after.askedFor && !pushOf(after))
          violate('S3', `${releaseId(after)} has no push`);
    },
    onMutation({ by, target, taskDefinition, kind }) {
      if (by?.name !== 'start-deployment' || kind !== 'deploy') return;
      const [id = '', stage = ''] = by.subject.split('/');
      const release = releaseIn(ledger, id);
      const number = (release && pushOf(release)?.order) ?? 0;
      const newness = (release && standing(facts, release.sha)) ?? number;
      const where = `${stage}/${target.name}`;
      const primary = world.ecs.serviceOf(target)?.view.deployments[0]?.taskDefinition;
      if (primary !== taskDefinition && newness < (last.get(where) ?? 0))
        violate('S5', `${id} (push ${number}) is deployed to ${where} after push ${last.get(where)}`);
      last.set(where, Math.max(number, last.get(where) ?? 0));
      checkEarlierStages(facts, id, stage);
    },
    atEnd() {
      for (const push of world.repository.pushes) checkPush(facts, push);
      checkNewest(facts);
    },
  };
}

/** S6, S17: production comes after staging, and nothing comes after what was turned around. */
function checkEarlierStages({ config, ledger, violate }: Facts, id: string, stage: string): void {
  const earlier = config.stages.slice(
    0,
    config.stages.findIndex(({ name }) => name === stage),
  );
  for (const { name } of earlier) {
    const run = runIn(ledger, id, name);
    if (run?.verdict?.kind !== 'healthy') violate('S6', `${id} reaches ${stage} without a healthy ${name}`);
    if (run?.rollback) violate('S17', `${id} goes on to ${stage}, though ${name} was turned around`);
  }
}

/** How new a commit is: the last push that made it the head of the branch, which a late webhook of an earlier one does not change. */
const standing = ({ world }: Facts, sha: string): number | undefined =>
  world.repository.pushes.findLast((push) => push.after === sha && !push.forged)?.order;

const releasesOf = ({ ledger }: Facts, { after, before }: MadePush): StoredRelease[] =>
  releasesIn(ledger).filter((r) => !r.turnsBack && !r.askedFor && r.sha === after && r.before === before);

const isTaken = ({ answers }: MadePush): boolean => answers.some(({ status }) => status === 202);

/**
 * Exception to S3: what was taken for late as it was accepted, because a found push seemed to stand for it, went nowhere; when the branch
 * then turns out to be there, it is found and released after all.
 */
const isTakenForLate = ({ state, events }: StoredRelease): boolean => state === 'SUPERSEDED' && events === 1;

function checkPush(facts: Facts, push: MadePush): void {
  const { violate } = facts;
  const made = releasesOf(facts, push).filter((release) => !isTakenForLate(release));
  const statuses = push.answers.map(({ status }) => status);
  if (made.length > 1) violate('S3', `push ${push.order} became ${made.map(releaseId).join(' and ')}`);
  if (push.forged && (made.length > 0 || statuses.some((status) => status !== 401)))
    violate('S1', `a forged push was answered ${statuses.join(', ')}`);
  if (isTaken(push) && releasesOf(facts, push).length === 0 && push.after !== NO_COMMIT)
    violate('S3', `push ${push.order} was accepted and became nothing`);
}

/** L6: what was pushed last was superseded by nothing, whatever came late or twice. */
function checkNewest(facts: Facts): void {
  const newest = facts.world.repository.pushes.findLast((push) => !push.forged);
  if (!newest || newest.after === NO_COMMIT) return;
  // A late webhook of the same commit may stand for it.
  const made = releasesIn(facts.ledger).filter(({ sha }) => sha === newest.after);
  const isGivenUp = made.every(({ state }) => state === 'SUPERSEDED' || state === 'STALE');
  if (made.length > 0 && isGivenUp)
    facts.violate('L6', `push ${newest.order} is the newest, and is given up: ${made.at(-1)?.reason}`);
}
