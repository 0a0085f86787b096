import { CALM, PLAIN, type Story } from './story.ts';

const MINUTE = 60_000;
/** A way that a release goes often. */
export interface MainPath {
  title: string;
  story: Story;
  /** The places that are its own: those before them are the same on another path. */
  own: RegExp;
}

const path = (title: string, known: boolean, pushes: Story['pushes'], own: RegExp): MainPath => ({
  title,
  own,
  story: {
    seed: 7,
    title,
    setup: { ...PLAIN, stages: 1, known },
    pushes,
    acts: [],
    rates: CALM,
    faults: {},
    healAt: 40 * MINUTE,
  },
});

/** The ways that a release goes most often: each is run with every fault at every place. */
export const MAIN_PATHS: MainPath[] = [
  path('a good release', false, [{ at: 1_000, kind: 'commit', behaviour: 'good' }], /./),
  path(
    'an alarm and the way back',
    true,
    [{ at: 1_000, kind: 'commit', behaviour: 'alarms in production' }],
    /await-bake|start-rollback|await-deployment|leave-after-rollback|finish-release|event of/,
  ),
  path(
    'a deployment that never starts',
    true,
    [{ at: 1_000, kind: 'commit', behaviour: 'never starts' }],
    /start-deployment|start-rollback|await-deployment|leave-after-rollback|finish-release/,
  ),
  path(
    'a release that is superseded while it waits',
    true,
    [
      { at: 1_000, kind: 'commit', behaviour: 'good' },
      { at: 2 * MINUTE, kind: 'commit', behaviour: 'good' },
      { at: 3 * MINUTE, kind: 'commit', behaviour: 'good' },
    ],
    /enter-stage hello#[34]|finish-release hello#[34]|prepare-release hello#4|leave-stage hello#2/,
  ),
];
