import type { ComponentChildren } from 'preact';
import type { Tone } from '../state-words.ts';

/** A sentence that must be seen. */
export const Notice = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <div class={`notice tone-${tone}`}>{children}</div>
);

/** While nothing is there yet: why, or that it is on its way. */
export const Pending = ({ problem }: { problem: string | undefined }) =>
  problem ? (
    <div class="pending" role="alert">
      {problem}
    </div>
  ) : (
    <div class="pending" role="status">
      Loading…
    </div>
  );
