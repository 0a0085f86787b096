import { type Act, type ActKind, CALM, PLAIN, type PushPlan, type Setup, type Story } from '../story/story.ts';

const MINUTE = 60_000;

/** A story, and the moment at which its ledger is kept. */
export interface Scene {
  at: number;
  story: Story;
}

const scene = (
  title: string,
  at: number,
  {
    pushes = [push(1_000)],
    acts = [],
    setup = {},
    faults = {},
  }: { pushes?: PushPlan[]; acts?: Act[]; setup?: Partial<Setup>; faults?: Story['faults'] },
): Scene => ({
  at,
  story: {
    seed: 7,
    title,
    setup: { ...PLAIN, stages: 1, known: true, ...setup },
    pushes,
    acts,
    rates: CALM,
    faults,
    healAt: at + 30 * MINUTE,
  },
});

const push = (at: number, behaviour: PushPlan['behaviour'] = 'good'): PushPlan => ({ at, kind: 'commit', behaviour });
const act = (at: number, kind: ActKind, ms = 60 * MINUTE): Act => ({ at, kind, stage: 'production', ms });

/** Every kind of thing that can be under way, each where its ledger says the most. Calm, so that the world is as the ledger has it. */
export const SCENES: Scene[] = [
  scene('a release that builds', 1 * MINUTE, {}),
  scene('the first release ever, which deploys to its last stage', 7 * MINUTE, { setup: { stages: 2, known: false } }),
  scene('a release that bakes, with evidence and tests', 8 * MINUTE, { setup: { evidence: true, verify: 'http' } }),
  scene('a release that waits for a second approval, and for a freeze to be lifted', 12 * MINUTE, {
    acts: [act(8 * MINUTE, 'approve'), act(10 * MINUTE, 'freeze', 60 * MINUTE + 1)],
    setup: { approval: 2 },
  }),
  scene('a release that is turned around', 5 * MINUTE, { pushes: [push(1_000, 'alarms in production')] }),
  scene('a release that waits at the hold that a rollback left', 20 * MINUTE, {
    pushes: [push(1_000, 'alarms in production'), push(10 * MINUTE)],
  }),
  scene('a release that was cancelled in its bake', 7.1 * MINUTE, { acts: [act(7 * MINUTE, 'cancel')] }),
  scene('a stage that is taken back by hand', 20.1 * MINUTE, { acts: [act(20 * MINUTE, 'roll back')] }),
  scene('a release that has migrated, and bakes while the next one waits', 9 * MINUTE, {
    pushes: [push(1_000), push(2 * MINUTE)],
    setup: { migrate: 'reversible', targets: 2 },
  }),
  scene('a release that goes forward while its alarm is red', 11 * MINUTE, {
    pushes: [push(60_000)],
    acts: [act(1_000, 'break the stage'), act(10 * MINUTE, 'fix forward')],
  }),
  scene('an emergency that has passed a shut window', 52 * MINUTE, {
    pushes: [push(44 * MINUTE)],
    acts: [act(50 * MINUTE, 'emergency'), { ...act(51 * MINUTE, 'emergency'), ms: 2 }],
    setup: { window: true },
  }),
  scene('a release whose execution was stopped in its bake', 7.6 * MINUTE, {
    acts: [act(7 * MINUTE, 'stop the execution')],
  }),
  scene('a release that waits for its checks, of which one is green', 2 * MINUTE, { setup: { checks: 'green' } }),
  scene('a push whose webhook is lost, and missed already', 23 * MINUTE, {
    pushes: [push(1_000), push(20.5 * MINUTE)],
    faults: { 'webhook of push 2 1': 'drop' },
  }),
];
