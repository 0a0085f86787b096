import { isTerminal, type ReleaseState } from '#core/release/release.ts';
import { RELEASE_WORDS } from '../state-words.ts';
import { Chip } from './chip.tsx';

export const ReleaseChip = ({ state }: { state: ReleaseState }) => (
  <Chip {...RELEASE_WORDS[state]} isMoving={!isTerminal(state) && state !== 'WAITING'} />
);
