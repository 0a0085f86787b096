import { isTerminal, type ReleaseState } from '#core/release/release.ts';
import { releaseWords } from '../state-words.ts';
import { Chip } from './chip.tsx';

export const ReleaseChip = ({ state }: { state: ReleaseState }) => (
  <Chip {...releaseWords(state)} isMoving={!isTerminal(state) && state !== 'WAITING' && state !== 'CHECKING'} />
);
