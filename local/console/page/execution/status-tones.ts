import type { Tone } from '#views/state-words.ts';
import type { StateStatus } from '../../execution/status-of-states.ts';

export const STATUS_TONES: Readonly<Record<StateStatus, Tone>> = {
  'not run': 'quiet',
  'in progress': 'busy',
  succeeded: 'good',
  caught: 'waiting',
  failed: 'bad',
  cancelled: 'quiet',
};
