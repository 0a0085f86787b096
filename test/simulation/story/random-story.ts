import { draw, drawBetween, drawOne } from '../chance/draw.ts';
import { CONSOLE_ACTS, PERSON_ACTS } from './act-kinds.ts';
import type { Act, ActKind, Behaviour, PushKind, PushPlan, Rates, Setup, Story } from './story.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const BEHAVIOURS: readonly [Behaviour, ...Behaviour[]] = [
  'good',
  'good',
  'good',
  'good',
  'good',
  'alarms in staging',
  'alarms in production',
  'alarms in production',
  'flaps in production',
  'never starts',
  'hangs',
  'build fails',
  'exports nothing',
  'image is missing',
  'tests fail',
  'tests take long',
  'no traffic',
  'migration fails',
];

const KINDS: readonly [PushKind, ...PushKind[]] = [
  'commit',
  'commit',
  'commit',
  'commit',
  'commit',
  'commit',
  'revert',
  'reset',
  'replace',
  'delete',
  'forged',
];

const ACTS: readonly [ActKind, ...ActKind[]] = [
  'deploy by hand',
  'stop a task',
  'scale up',
  'flap the alarm',
  'alarm has no data',
  'alarm is unreadable',
  'edit the alarm',
  'delete the alarm',
  'deregister current',
  'delete the service',
  'chat is down',
  'repository is down',
  'resume',
  'resume',
  'resume',
  'adopt',
  'adopt',
];

/** What people order, by the one bus for it. */
const ORDERS: readonly [ActKind, ...ActKind[]] = [
  'approve',
  'approve',
  'approve',
  'approve',
  'cancel',
  'roll back',
  ...PERSON_ACTS,
];

/** Clocks may be ten minutes off, either way (scenarios.md, 1.4). */
const LARGEST_SKEW_MS = 600_000;

/** Beyond what most stories need: AWS's console, and a fix while it is red. */
const RARE_ACTS: readonly [ActKind, ...ActKind[]] = [
  'break the stage',
  'fix forward',
  'stop the execution',
  ...CONSOLE_ACTS,
];

/** How rough it gets, from a quiet day to a very bad one. */
const WEATHER: readonly [Rates, ...Rates[]] = [
  { call: 0, slow: 0, invoke: 0, hop: 0 },
  { call: 0.003, slow: 0.02, invoke: 0.01, hop: 0.1 },
  { call: 0.01, slow: 0.1, invoke: 0.02, hop: 0.3 },
  { call: 0.03, slow: 0.1, invoke: 0.05, hop: 0.5 },
  { call: 0, slow: 0, invoke: 0, hop: 1 },
];

/** The story of a seed: a few hours of pushes, mishaps and people. */
export function randomStory(seed: number, largestSkewMs = LARGEST_SKEW_MS): Story {
  const number = drawBetween(seed, 'pushes', 3, 9);
  const lastsMs = number * 12 * MINUTE;
  const healAt = lastsMs + drawBetween(seed, 'heal', 0, HOUR);
  return {
    seed,
    title: `seed ${seed}`,
    setup: randomSetup(seed, lastsMs, largestSkewMs),
    pushes: Array.from({ length: number }, (_, i) => randomPush(seed, i, lastsMs)).sort((a, b) => a.at - b.at),
    acts: [
      ...Array.from({ length: drawBetween(seed, 'acts', 0, 8) }, (_, i) => randomAct(seed, `${i}`, ACTS, healAt)),
      ...Array.from({ length: Math.max(0, drawBetween(seed, 'rare acts', -2, 3)) }, (_, i) =>
        randomAct(seed, `rare ${i}`, RARE_ACTS, healAt),
      ),
      ...Array.from({ length: Math.max(0, drawBetween(seed, 'orders', -4, 8)) }, (_, i) =>
        randomAct(seed, `order ${i}`, ORDERS, healAt),
      ),
    ],
    rates: { ...drawOne(seed, 'weather', WEATHER), old: draw(seed, 'old') < 0.04 ? 0.1 : 0 },
    faults: aimedFault(seed),
    healAt,
  };
}

/** What chance hits too seldom. */
const AIMED: readonly [string, ...string[]] = [
  'start-deployment hello#2/production/hello fleet.deploy 1: after',
  'start-deployment hello#2/staging/hello fleet.deploy 1: late 15000',
  'start-deployment hello#1/production/hello fleet.deploy 1: crash after',
  'leave-stage hello#2/production table.write 1: after',
  'leave-stage hello#1/staging table.write 1: late 3000',
  'leave-after-rollback hello#3/production table.write 1: crash after',
  'start-rollback hello#3/production/hello fleet.deploy 1: after',
];

function aimedFault(seed: number): Story['faults'] {
  if (draw(seed, 'aimed?') >= 0.15) return {};
  const [place = '', fault = ''] = drawOne(seed, 'aimed', AIMED).split(': ');
  return { [place]: fault };
}

function randomSetup(seed: number, lastsMs: number, largestSkewMs: number): Setup {
  const setup = livelySetup(seed, largestSkewMs);
  if (draw(seed, 'dead?') >= 0.06) return setup;
  // Who waits for what never comes back is let go after two hours, so that a story has an end.
  return { ...setup, waitAtMostMs: Math.min(setup.waitAtMostMs, 2 * HOUR), dead: randomDeath(seed, lastsMs) };
}

const livelySetup = (seed: number, largestSkewMs: number): Setup => ({
  stages: draw(seed, 'stages') < 0.3 ? 1 : 2,
  known: draw(seed, 'known') < 0.3,
  targets: draw(seed, 'targets') < 0.3 ? 2 : 1,
  verify: drawOne(seed, 'verify', ['none', 'http', 'project'] as const),
  inconclusive: drawOne(seed, 'inconclusive', ['hold', 'rollback'] as const),
  evidence: draw(seed, 'evidence') < 0.4,
  resumeOnRevert: draw(seed, 'resumeOnRevert') < 0.4,
  waitAtMostMs: drawOne(seed, 'waitAtMost', [20 * MINUTE, 2 * HOUR, 7 * 24 * HOUR] as const),
  ...(draw(seed, 'approval?') < 0.25 ? { approval: drawOne(seed, 'approval', [1, 2] as const) } : {}),
  ...(draw(seed, 'checks?') < 0.25 ? { checks: 'by chance' as const } : {}),
  ...(draw(seed, 'window?') < 0.15 ? { window: true as const } : {}),
  ...(draw(seed, 'migrate?') < 0.15
    ? { migrate: drawOne(seed, 'migrate', ['reversible', 'irreversible'] as const) }
    : {}),
  skewMs: draw(seed, 'skew') < 0.3 ? largestSkewMs : 0,
  clocks: drawOne(seed, 'clocks', ['sandbox', 'component', 'jumping'] as const),
});

const randomDeath = (seed: number, lastsMs: number): NonNullable<Setup['dead']> => ({
  what: drawOne(seed, 'dead', ['chat', 'repository', 'alarms', 'fleet reads', 'builds'] as const),
  at: drawBetween(seed, 'dead at', 0, lastsMs),
});

/** The first one is good, so that there is something to go back to in most stories. */
function randomPush(seed: number, i: number, lastsMs: number): PushPlan {
  if (i === 0)
    return { at: 1_000, kind: 'commit', behaviour: draw(seed, 'first') < 0.85 ? 'good' : 'alarms in production' };
  return {
    at: drawBetween(seed, `push at ${i}`, 1_000, lastsMs),
    kind: drawOne(seed, `push kind ${i}`, KINDS),
    behaviour: drawOne(seed, `behaviour ${i}`, BEHAVIOURS),
  };
}

const randomAct = (seed: number, i: string, kinds: readonly [ActKind, ...ActKind[]], untilMs: number): Act => ({
  at: drawBetween(seed, `act at ${i}`, 0, untilMs),
  kind: drawOne(seed, `act kind ${i}`, kinds),
  stage: drawOne(seed, `act stage ${i}`, ['staging', 'production'] as const),
  ms: drawBetween(seed, `act ms ${i}`, 10_000, 30 * MINUTE),
});
