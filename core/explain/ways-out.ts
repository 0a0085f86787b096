import { sayDuration } from '../config/duration.ts';
import { sayMoment } from '../words/say-time.ts';
import type { StagePosition, Way } from './explanation.ts';
import { type Place, pastBlockers } from './past-blockers.ts';
import { sayCommand } from './say-command.ts';

/** What brings a release on that is on its way in this stage: what happens by itself, and what a person can do now. */
export function waysOut(position: StagePosition, place: Place): Way[] {
  if (position.kind === 'waiting')
    return [...pastBlockers(position.blockers, position.release, place), ...again(position)];
  if (position.kind === 'ahead') return pastBlockers(position.blockers ?? [], position.release, place);
  if (position.kind === 'moving') return throughBake(position, place);
  return [];
}

function again({ blockers, looksWithin }: Extract<StagePosition, { kind: 'waiting' }>): Way[] {
  if (blockers.length > 0) return [];
  return [{ what: `it looks again by itself within ${sayDuration(looksWithin)} and goes on` }];
}

function throughBake(position: Extract<StagePosition, { kind: 'moving' }>, place: Place): Way[] {
  const { stage, service, now, decideWithinMs } = place;
  const { hold } = stage.environment ?? {};
  const isHeld = hold?.kind === 'inconclusive' && position.release === `${service}#${hold.release}`;
  if (isHeld) {
    const command = sayCommand.resume(service, stage.name);
    const till =
      decideWithinMs === undefined
        ? ''
        : ` until ${sayMoment(hold.since + decideWithinMs)}; otherwise it is rolled back`;
    return [{ what: `what is missing comes, or somebody takes it for healthy${till}`, command }];
  }
  const { state, bakesUntil } = position;
  if (state === 'BAKING' && bakesUntil !== undefined && bakesUntil > now)
    return [{ what: `it goes on by itself when its bake is over and healthy`, at: bakesUntil }];
  if (state === 'ROLLING_BACK' || state === 'CANCELLING')
    return [{ what: `it ends when ${stage.name} is back; then push a commit that mends it` }];
  return [{ what: 'it goes on by itself' }];
}
