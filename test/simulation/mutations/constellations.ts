import { type Act, type Behaviour, CALM, PLAIN, type PushPlan, type Setup, type Story } from '../story/story.ts';

const MINUTE = 60_000;
const SECOND = 1_000;

interface Constellation {
  title: string;
  behaviour?: Behaviour;
  acts?: Omit<Act, 'stage'>[];
  faults?: Story['faults'];
  setup?: Partial<Setup>;
  /** Pushes of good commits after the first. */
  later?: (Partial<PushPlan> & { at: number })[];
}

/** One release on its way to production (deployed at 2:43, there at 4:10, healthy from 10:10 on), and what meets there but seldom. */
const constellation = ({
  title,
  behaviour = 'good',
  acts = [],
  faults = {},
  setup = {},
  later = [],
}: Constellation): Story => ({
  seed: 7,
  title,
  setup: { ...PLAIN, stages: 1, known: true, inconclusive: 'rollback', ...setup },
  pushes: [
    { at: SECOND, kind: 'commit', behaviour },
    ...later.map((push) => ({ kind: 'commit' as const, behaviour: 'good' as const, ...push })),
  ],
  acts: acts.map((act) => ({ ...act, stage: 'production' })),
  rates: CALM,
  faults,
  healAt: 40 * MINUTE + (setup.bakeForMs ?? 0),
});

const START = 'start-deployment hello#2/production/hello';

/** What chance brings about once in thousands of releases: each keeps every promise in the product as it is. */
export const CONSTELLATIONS: Story[] = [
  constellation({
    title: 'an alarm is edited in the middle of a bake',
    acts: [{ at: 6 * MINUTE, kind: 'edit the alarm', ms: 0 }],
  }),
  constellation({
    title: 'an alarm is deleted for half a minute of a bake',
    acts: [{ at: 6 * MINUTE, kind: 'delete the alarm', ms: 30 * SECOND }],
    setup: { inconclusive: 'hold' },
  }),
  constellation({
    title: 'an alarm cannot be read at the end of a bake',
    acts: [{ at: 8 * MINUTE, kind: 'alarm is unreadable', ms: 5 * MINUTE }],
  }),
  constellation({
    title: 'an alarm has no data at the end of a bake',
    acts: [{ at: 8 * MINUTE, kind: 'alarm has no data', ms: 5 * MINUTE }],
  }),
  constellation({
    title: 'a task stops at the end of a bake',
    acts: [{ at: 10 * MINUTE + 2 * SECOND, kind: 'stop a task', ms: 0 }],
  }),
  constellation({
    title: 'somebody deploys by hand while the deployment is tried again',
    acts: [{ at: 3 * MINUTE, kind: 'deploy by hand', ms: 0 }],
    faults: { [`${START} table.read 1`]: 'hang' },
  }),
  constellation({
    title: 'two attempts to deploy are at work at the same time',
    faults: { [`invoke ${START} 1`]: 'twice 1000', [`${START} fleet.register 1`]: 'slow 5000' },
  }),
  constellation({
    title: 'an attempt to deploy comes again when ECS has just turned the deployment around, and its event is lost',
    behaviour: 'never starts',
    faults: { [`invoke ${START} 1`]: 'twice 88000', 'event of service production/hello 1': 'drop' },
  }),
  constellation({
    title: 'nobody could write down that ECS was asked',
    faults: Object.fromEntries([2, 3, 4, 5].map((visit) => [`${START} table.write ${visit}`, 'throttled'])),
  }),
  constellation({
    title: 'somebody adopts what is in the middle of being deployed, and it turns out bad',
    behaviour: 'alarms in production',
    acts: [{ at: 3 * MINUTE, kind: 'adopt', ms: 0 }],
  }),
  constellation({
    title: 'a bake lasts longer than a lease, and another release waits',
    setup: { known: false, bakeForMs: 90 * MINUTE },
    later: [{ at: 10 * MINUTE }],
  }),
  constellation({
    title: 'the deletion of the branch comes late, when it is there again',
    later: [{ at: MINUTE, kind: 'delete' }, { at: 90 * SECOND }],
    faults: { 'webhook of push 2 1': 'delay 100000' },
  }),
  constellation({
    title: 'after a lost push it is not known yet which of two releases is newer',
    later: [{ at: 60 * SECOND }, { at: 70 * SECOND }, { at: 80 * SECOND }],
    faults: {
      'webhook of push 2 1': 'delay 30000',
      'webhook of push 3 1': 'drop',
      'prepare-release hello#3 table.read 1': 'slow 25000',
      'prepare-release hello#4 table.read 1': 'slow 35000',
    },
  }),
  constellation({
    title: 'a stage is held for longer than the next release may wait',
    behaviour: 'alarms in production',
    setup: { waitAtMostMs: 20 * MINUTE },
    later: [{ at: 10 * MINUTE }],
  }),
  constellation({
    title: 'one target is still being started when its sibling turns the stage around',
    setup: { targets: 2 },
    faults: {
      'start-deployment hello#2/production/worker fleet.register 1': 'slow 20000',
      'await-deployment hello#2/production/hello fleet.view 1': 'throttled',
      'await-deployment hello#2/production/hello fleet.view 2': 'throttled',
      'await-deployment hello#2/production/hello fleet.view 3': 'throttled',
    },
  }),
  constellation({
    title: 'nobody is told that a stage is free',
    later: [{ at: 4 * MINUTE }],
    faults: { 'leave-stage hello#2/production table.list 1': 'throttled' },
  }),
  constellation({
    title: 'the event of a deployment comes when it is being rolled back',
    behaviour: 'alarms in production',
    faults: { 'event of service production/hello 1': 'delay 90000' },
  }),
  constellation({
    title: 'the start of a build is not heard of',
    faults: { 'states hello#2 codebuild.startBuild 1': 'after' },
  }),
  constellation({
    title: 'a call to deploy is given up, and lands when the stage is turned around',
    faults: {
      [`${START} fleet.deploy 1`]: 'late 40000',
      [`${START} fleet.view 2`]: 'throttled',
      [`${START} fleet.view 3`]: 'throttled',
    },
  }),
  constellation({
    title: 'the end of a rollback cannot be written down',
    behaviour: 'alarms in production',
    faults: Object.fromEntries(
      [1, 2, 3, 4].map((visit) => [`leave-after-rollback hello#2/production table.write ${visit}`, 'throttled']),
    ),
  }),
  constellation({
    title: 'something wakes the bake between its time and the last evaluation',
    acts: [{ at: 9 * MINUTE, kind: 'alarm has no data', ms: 30 * SECOND }],
  }),
  constellation({
    title: 'an invocation of the first gate comes again when the release waits at the second',
    setup: { stages: 2 },
    acts: [{ at: MINUTE, kind: 'alarm has no data', ms: 25 * MINUTE }],
    faults: { 'invoke enter-stage hello#2/staging 1': 'twice 720000' },
  }),
  constellation({
    title: 'somebody cancels a way back before it has begun',
    acts: [
      { at: 26 * MINUTE, kind: 'roll back', ms: 1 },
      { at: 26 * MINUTE + 10 * SECOND, kind: 'cancel', ms: 1 },
    ],
    setup: { known: false },
    later: [{ at: 12 * MINUTE }],
    faults: { 'start-rollback hello#3/production/hello table.read 1': 'slow 30000' },
  }),
  constellation({
    title: 'somebody cancels what was just found bad',
    behaviour: 'alarms in production',
    acts: [{ at: 4 * MINUTE + 50 * SECOND, kind: 'cancel', ms: 1 }],
    faults: { 'start-rollback hello#2/production/hello table.read 1': 'slow 45000' },
  }),
  constellation({
    title: 'somebody cancels what begins to be deployed',
    acts: [{ at: 2 * MINUTE + 45 * SECOND, kind: 'cancel', ms: 1 }],
    faults: { [`${START} fleet.register 1`]: 'slow 10000' },
  }),
  constellation({
    title: 'a stage is frozen while its gate is looked at',
    acts: [{ at: 2 * MINUTE + 47 * SECOND, kind: 'freeze', ms: 30 * MINUTE }],
    faults: { 'enter-stage hello#2/production table.write 2': 'slow 8000' },
  }),
  constellation({
    title: 'a stranger deploys when a way back has got the stage',
    acts: [
      { at: 26 * MINUTE, kind: 'roll back', ms: 1 },
      { at: 26 * MINUTE + 10 * SECOND, kind: 'deploy by hand', ms: 0 },
    ],
    setup: { known: false },
    later: [{ at: 12 * MINUTE }],
    faults: { 'start-rollback hello#3/production/hello table.read 1': 'slow 30000' },
  }),
  constellation({
    title: 'one person calls an emergency twice',
    acts: [
      { at: 4 * MINUTE, kind: 'emergency', ms: 4 },
      { at: 5 * MINUTE, kind: 'emergency', ms: 4 },
    ],
    setup: { approval: 2 },
  }),
  constellation({
    title: 'two persons call an emergency while an alarm is red',
    acts: [
      { at: MINUTE, kind: 'break the stage', ms: 0 },
      { at: 4 * MINUTE, kind: 'emergency', ms: 4 },
      { at: 5 * MINUTE, kind: 'emergency', ms: 1 },
      { at: 20 * MINUTE, kind: 'cancel', ms: 1 },
    ],
  }),
  constellation({
    title: 'two persons call an emergency while a stage is held',
    behaviour: 'alarms in production',
    acts: [
      { at: 15 * MINUTE, kind: 'emergency', ms: 4 },
      { at: 16 * MINUTE, kind: 'emergency', ms: 1 },
      { at: 20 * MINUTE, kind: 'cancel', ms: 1 },
    ],
    later: [{ at: 10 * MINUTE }],
  }),
  constellation({
    title: 'a release reaches a stage before the way back does that was ordered first',
    acts: [{ at: 26 * MINUTE, kind: 'roll back', ms: 1 }],
    setup: { known: false },
    later: [{ at: 12 * MINUTE }, { at: 25 * MINUTE }],
    faults: { 'start-release RELEASE#000004 executions.start 1': 'slow 25000' },
  }),
];
