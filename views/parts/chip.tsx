import type { Tone } from '../state-words.ts';

/** A coloured mark with its word. */
export const Chip = ({ word, tone, isMoving = false }: { word: string; tone: Tone; isMoving?: boolean }) => (
  <span class={`chip tone-${tone}`}>
    <span class={isMoving ? 'chip-dot moving' : 'chip-dot'} aria-hidden="true" />
    {word}
  </span>
);
