import { CALM, PLAIN, type Story } from './story.ts';

const MINUTE = 60_000;
const path = (title: string, parts: Partial<Story>): Story => ({
  seed: 7,
  title,
  setup: { ...PLAIN, stages: 1, ...parts.setup },
  pushes: [],
  acts: [],
  rates: CALM,
  faults: {},
  healAt: 60 * MINUTE,
  ...parts,
});

/** The ways that a release goes most often: each is run with every fault at every place. */
export const MAIN_PATHS: Story[] = [
  path('a good release', { pushes: [{ at: 1_000, kind: 'commit', behaviour: 'good' }], healAt: 25 * MINUTE }),
  path('an alarm and the way back', {
    pushes: [
      { at: 1_000, kind: 'commit', behaviour: 'good' },
      { at: 20 * MINUTE, kind: 'commit', behaviour: 'alarms in production' },
    ],
  }),
  path('a deployment that never starts', {
    pushes: [
      { at: 1_000, kind: 'commit', behaviour: 'good' },
      { at: 20 * MINUTE, kind: 'commit', behaviour: 'never starts' },
    ],
  }),
  path('a release that is superseded while it waits', {
    pushes: [
      { at: 1_000, kind: 'commit', behaviour: 'good' },
      { at: 2 * MINUTE, kind: 'commit', behaviour: 'good' },
      { at: 3 * MINUTE, kind: 'commit', behaviour: 'good' },
    ],
  }),
];
