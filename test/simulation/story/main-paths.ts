import type { ReleaseState } from '#core/release/release.ts';
import { type Act, type ActKind, CALM, PLAIN, type Setup, type Story } from './story.ts';

const MINUTE = 60_000;
/** A way that a release goes often. */
export interface MainPath {
  title: string;
  story: Story;
  /** The places that are its own: those before them are the same on another path. */
  own: RegExp;
  /** How the last release ends when nothing fails. */
  ends: ReleaseState;
}

const path = (
  title: string,
  {
    known = true,
    acts = [],
    pushes,
    setup = {},
  }: Pick<Story, 'pushes'> & { known?: boolean; acts?: Act[]; setup?: Partial<Setup> },
  { own, ends }: Pick<MainPath, 'own' | 'ends'>,
): MainPath => ({
  title,
  own,
  ends,
  story: {
    seed: 7,
    title,
    setup: { ...PLAIN, stages: 1, known, ...setup },
    pushes,
    acts,
    rates: CALM,
    faults: {},
    healAt: 40 * MINUTE,
    // No fault of the exhaustive part lasts into the healing.
    quietMs: 6 * MINUTE,
  },
});

const push = (at: number, behaviour: Story['pushes'][number]['behaviour']): Story['pushes'][number] => ({
  at,
  kind: 'commit',
  behaviour,
});
const act = (at: number, kind: ActKind): Act => ({ at, kind, stage: 'production', ms: 60 * MINUTE });

/** Three releases at once: it has the most places. */
export const WAITING_PATH: MainPath = path(
  'a release that is superseded while it waits',
  { known: true, pushes: [push(1_000, 'good'), push(2 * MINUTE, 'good'), push(3 * MINUTE, 'good')] },
  {
    own: /enter-stage hello#[34]|finish-release hello#[34]|prepare-release hello#4|leave-stage hello#2/,
    ends: 'SUCCEEDED',
  },
);

/** The ways that a release goes most often: each is run with every fault at every place. */
export const MAIN_PATHS: MainPath[] = [
  path('a good release', { known: false, pushes: [push(1_000, 'good')] }, { own: /./, ends: 'SUCCEEDED' }),
  path(
    'an alarm and the way back',
    { pushes: [push(1_000, 'alarms in production')] },
    {
      own: /await-bake|start-rollback|await-deployment|leave-after-rollback|finish-release|event of|resume-waits/,
      ends: 'ROLLED_BACK',
    },
  ),
  path(
    'a deployment that never starts',
    { pushes: [push(1_000, 'never starts')] },
    {
      own: /start-deployment|start-rollback|await-deployment|leave-after-rollback|finish-release/,
      ends: 'ROLLED_BACK',
    },
  ),
  WAITING_PATH,
  path(
    'a fix that goes forward while its alarm is red (L10)',
    {
      pushes: [push(60_000, 'good')],
      acts: [act(1_000, 'break the stage'), act(10 * MINUTE, 'fix forward')],
    },
    { own: /enter-stage|await-bake|leave-stage|event of alarm|obey-command/, ends: 'SUCCEEDED' },
  ),
  path(
    'an execution that somebody stops in its bake',
    { pushes: [push(1_000, 'good')], acts: [act(7 * MINUTE, 'stop the execution')] },
    {
      own: /settle|start-rollback|prepare-release|event of the end|leave-after-rollback|finish-release/,
      ends: 'ROLLED_BACK',
    },
  ),
  path(
    'a release that a person cancels in its bake',
    { pushes: [push(1_000, 'good')], acts: [act(7 * MINUTE, 'cancel')] },
    { own: /obey-command|await-bake|start-rollback|leave-after-rollback|finish-release/, ends: 'CANCELLED' },
  ),
  path(
    'a stage that a person takes back',
    { pushes: [push(1_000, 'good')], acts: [act(20 * MINUTE, 'roll back')] },
    { own: /hello#3|obey-command|settle-releases sweep executions/, ends: 'SUCCEEDED' },
  ),
  path(
    'a release that waits for two persons',
    {
      pushes: [push(1_000, 'good')],
      acts: [act(8 * MINUTE, 'approve'), { ...act(9 * MINUTE, 'approve'), ms: 2 }],
      setup: { approval: 2 },
    },
    { own: /obey-command|enter-stage/, ends: 'SUCCEEDED' },
  ),
  path(
    'a release that waits for its checks',
    { pushes: [push(1_000, 'good')], setup: { checks: 'green' } },
    {
      own: /await-checks|news c-|CHECKS#|(event of|resume-waits) checks|webhook of (build|ci)|prepare-release/,
      ends: 'SUCCEEDED',
    },
  ),
];
