import type { StateStatus } from '../../execution/status-of-states.ts';
import type { Tone } from '../state-words.ts';

export const STATUS_TONES: Readonly<Record<StateStatus, Tone>> = {
  'not run': 'quiet',
  'in progress': 'busy',
  succeeded: 'good',
  caught: 'waiting',
  failed: 'bad',
  cancelled: 'quiet',
};
