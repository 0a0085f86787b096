import type { Environment, StoredRelease } from '#core/ledger/items.ts';
import { isTerminal, releaseId } from '#core/release/release.ts';
import { SERVICE } from '../story/service-config.ts';
import type { Check, Facts } from './facts.ts';
import { type Changed, changesOf, isEnvironment, isRelease, releasesIn, runIn } from './read-ledger.ts';

/**
 * S4: an execution shares its fence with no other. S6: nobody goes forward before a way back is done. S10, S17: neither a way back nor
 * what was found bad is cancelled. S12: what is current was proved.
 */
export function handingOver(facts: Facts): Check {
  /** Ways back whose hold a person has lifted before they were done. */
  const lifted = new Set<number>();
  return {
    onCommit(changes) {
      const stages = changesOf<Environment>(changes, isEnvironment);
      for (const { before, after } of changesOf<StoredRelease>(changes, isRelease))
        if (after && after.state !== before?.state) checkMove(facts, after, stages);
      for (const change of stages) {
        checkFence(facts, change);
        checkTurn(facts, lifted, change);
        if (change.before?.hold?.turn && !change.after?.hold) lifted.add(change.before.hold.turn);
      }
    },
  };
}

function checkMove(facts: Facts, release: StoredRelease, stages: Changed<Environment>[]): void {
  if (release.state === 'CANCELLING') checkCancelled(facts, release);
  const isProved = !release.turnsBack || !isTerminal(release.state) || release.state === 'SUCCEEDED';
  for (const { before, after } of stages)
    if (!isProved && before?.current?.release !== after?.current?.release)
      facts.violate('S12', `${releaseId(release)} is ${release.state}, and what it goes back to is current`);
}

/** Whoever waits for a way back may be let in by the person who lifts its hold. */
function checkTurn({ ledger, violate }: Facts, lifted: Set<number>, { before, after }: Changed<Environment>): void {
  const number = after?.holder?.release;
  if (!after || number === undefined || number === before?.holder?.release) return;
  const pending = releasesIn(ledger).filter(
    ({ turnsBack, state }) => turnsBack?.stage === after.stage && !isTerminal(state),
  );
  const isForward = pending.every((turn) => turn.number !== number);
  const turn = pending.find((each) => isForward && !lifted.has(each.number));
  if (turn) violate('S6', `${SERVICE}#${number} enters ${after.stage}, which ${releaseId(turn)} is to take back`);
}

/** Another execution has another fence, or what the dead one still does would be taken for its. */
function checkFence({ violate }: Facts, { before, after }: Changed<Environment>): void {
  const [last, next] = [before?.holder, after?.holder];
  if (last && next && last.execution !== next.execution && next.fence <= last.fence)
    violate('S4', `${next.execution} has ${after?.stage} with fence ${next.fence}, as ${last.execution} had it`);
}

/** What is found bad is not called a person's whim, and nobody takes a way back back. */
function checkCancelled({ ledger, violate }: Facts, { stage = '', ...release }: StoredRelease): void {
  const id = releaseId(release);
  const verdict = runIn(ledger, id, stage)?.verdict;
  if (verdict?.kind === 'unhealthy') violate('S17', `${id} is cancelled, though it was found bad: ${verdict.reason}`);
  if (release.turnsBack) violate('S10', `${id} takes ${stage} back, and is taken back itself`);
}
