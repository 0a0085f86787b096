import { type Blocker, endsAt } from '../admission/blockers.ts';
import type { OpenCheck } from '../checks/open-checks.ts';
import { type Release, releaseId } from '../release/release.ts';
import { sayMoment } from '../words/say-time.ts';
import type { Way } from './explanation.ts';
import type { StageFacts } from './facts.ts';
import { sayCommand } from './say-command.ts';

/** Where a release is stopped, and when it is asked why. */
export interface Place {
  service: string;
  stage: StageFacts;
  now: number;
  /** How long a person may take over an inconclusive bake, in ms. */
  decideWithinMs: number | undefined;
}

/** What takes a release past what keeps it out of a stage: by itself, and when, or by a person, and how. */
export const pastBlockers = (blockers: Blocker[], release: string, place: Place): Way[] => [
  ...blockers.flatMap((blocker) => pastBlocker(blocker, release, place)),
  ...pastDrift(blockers, place),
];

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
      return [];
    case 'checks':
      return blocker.unreadable === undefined ? blocker.open.map(pastCheck) : [BEING_READ];
    default:
      // Of a later version, which knows what takes a release past it.
      blocker satisfies never;
      return [];
  }
}

/** A check belongs to whoever runs it. */
function pastCheck({ name, is, link }: OpenCheck): Way {
  const where = link === undefined ? '' : ` (${link})`;
  switch (is) {
    case 'missing':
      return { what: `a check of exactly this name is reported for the commit: ${name}` };
    case 'running':
      return { what: `${name} ends well${where}` };
    case 'red':
      return { what: `${name} is run again and ends well${where}, or a push mends what it found` };
    default:
      return is satisfies never;
  }
}

const BEING_READ: Way = { what: 'GitHub shows the checks of the commit again: it is asked anew at every look' };

/** Whoever adopts takes all that was found, in one go. */
function pastDrift(blockers: Blocker[], { service, stage }: Place): Way[] {
  const drifted = blockers.flatMap((blocker) => (blocker.kind === 'drift' ? [blocker] : []));
  if (drifted.length === 0) return [];
  const found = drifted.map((drift) => drift.found);
  return [
    {
      what: `somebody puts back ${drifted.map(({ expected, target }) => `${expected} on ${target}`).join(' and ')}, or adopts ${found.join(' and ')}`,
      command: sayCommand.adopt(service, stage.name, found),
    },
  ];
}

const byItself = (blocker: Blocker, now: number, what: string): Way[] => {
  const at = endsAt(blocker);
  return at !== undefined && at > now ? [{ what: `${what} at ${sayMoment(at)}`, at }] : [];
};

function pastHolder(holder: string, { stage, now }: Place): Way {
  const { release, bakesUntil } = stage.holder ?? {};
  if (!release || releaseId(release) !== holder) return { what: `${holder} leaves ${stage.name}` };
  const at = bakesUntil !== undefined && bakesUntil > now ? bakesUntil : undefined;
  const until = at === undefined ? '' : ` until ${sayMoment(at)} at the earliest`;
  return {
    what: `${holder} leaves ${stage.name} (it is ${sayState(release)}${until})`,
    ...(at === undefined ? {} : { at }),
  };
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
