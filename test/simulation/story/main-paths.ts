import { CALM, PLAIN, type Story } from './story.ts';

const MINUTE = 60_000;
const path = (title: string, known: boolean, pushes: Story['pushes']): Story => ({
  seed: 7,
  title,
  setup: { ...PLAIN, stages: 1, known },
  pushes,
  acts: [],
  rates: CALM,
  faults: {},
  healAt: 40 * MINUTE,
});

/** The ways that a release goes most often: each is run with every fault at every place. */
export const MAIN_PATHS: Story[] = [
  path('a good release', false, [{ at: 1_000, kind: 'commit', behaviour: 'good' }]),
  path('an alarm and the way back', true, [{ at: 1_000, kind: 'commit', behaviour: 'alarms in production' }]),
  path('a deployment that never starts', true, [{ at: 1_000, kind: 'commit', behaviour: 'never starts' }]),
  path('a release that is superseded while it waits', true, [
    { at: 1_000, kind: 'commit', behaviour: 'good' },
    { at: 2 * MINUTE, kind: 'commit', behaviour: 'good' },
    { at: 3 * MINUTE, kind: 'commit', behaviour: 'good' },
  ]),
];
