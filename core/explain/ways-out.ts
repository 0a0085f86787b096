import { type Blocker, endsAt } from '../admission/blockers.ts';
import { type Release, releaseId } from '../release/release.ts';
import { sayMoment } from '../words/say-time.ts';
import type { StagePosition, Way } from './explanation.ts';
import type { StageFacts } from './facts.ts';
import { sayCommand } from './say-command.ts';

interface Place {
  service: string;
  stage: StageFacts;
  now: number;
  /** How long a person may take over an inconclusive bake, in ms. */
  decideWithinMs: number | undefined;
}

/** What brings a release on that is on its way in this stage: what happens by itself, and what a person can do now. */
export function waysOut(position: StagePosition, place: Place): Way[] {
  if (position.kind === 'waiting')
    return [
      ...position.blockers.flatMap((blocker) => pastBlocker(blocker, position.release, place)),
      ...again(position),
    ];
  if (position.kind === 'moving') return throughBake(position, place);
  return [];
}

function again({ blockers, recheckAt, looksWithin }: Extract<StagePosition, { kind: 'waiting' }>): Way[] {
  if (blockers.length > 0) return [];
  const at = recheckAt === undefined ? {} : { at: recheckAt };
  return [{ what: `it looks again by itself within ${Math.ceil(looksWithin / 60_000)} min and goes on`, ...at }];
}

function pastBlocker(blocker: Blocker, release: string, place: Place): Way[] {
  const { service, now } = place;
  const stage = place.stage.name;
  switch (blocker.kind) {
    case 'queued':
      return [pastHolder(blocker.holder, place)];
    case 'held':
      return [{ what: `somebody lifts the hold of ${stage}`, command: sayCommand.resume(service, stage) }];
    case 'frozen':
      return [
        ...byItself(blocker, now, 'the freeze ends'),
        { what: `somebody unfreezes ${blocker.what}`, command: sayCommand.unfreeze(blocker.what) },
      ];
    case 'window':
      return [
        ...byItself(blocker, now, 'the window opens'),
        { what: 'where it cannot wait: an emergency passes windows', command: sayCommand.emergency(release) },
      ];
    case 'approval':
      return [
        {
          what: `${blocker.needed - blocker.given.length} more of ${blocker.needed} approve until ${sayMoment(blocker.until)}`,
          command: sayCommand.approve(release, stage),
        },
      ];
    case 'alarm':
      return pastAlarm(blocker, place);
    case 'drift':
      return [
        {
          what: `somebody puts ${blocker.expected} back on ${blocker.target}, or adopts ${blocker.found}`,
          command: sayCommand.adopt(service, stage, blocker.found),
        },
      ];
    default:
      return blocker satisfies never;
  }
}

const byItself = (blocker: Blocker, now: number, what: string): Way[] => {
  const at = endsAt(blocker);
  return at !== undefined && at > now ? [{ what: `${what} at ${sayMoment(at)}`, at }] : [];
};

function pastHolder(holder: string, { stage }: Place): Way {
  const { holder: known } = stage;
  const isIt = known !== undefined && releaseId(known.release) === holder;
  const until = isIt ? known.bakesUntil : undefined;
  const does = isIt
    ? ` (it is ${sayState(known.release)}${until ? ` until ${sayMoment(until)} at the earliest` : ''})`
    : '';
  return { what: `${holder} leaves ${stage.name}${does}`, ...(until === undefined ? {} : { at: until }) };
}

const sayState = ({ state }: Release): string => state.toLowerCase().replace('_', ' ');

function pastAlarm({ name, state }: Extract<Blocker, { kind: 'alarm' }>, { service, stage }: Place): Way[] {
  const recovers = { what: `alarm ${name} is OK again` };
  if (state !== 'ALARM') return [recovers];
  return [
    recovers,
    {
      what: `or this release is to mend it, and somebody lets it pass the alarm`,
      command: sayCommand.fixForward(service, stage.name),
    },
  ];
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
