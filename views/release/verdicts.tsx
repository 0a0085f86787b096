import { Chip } from '../parts/chip.tsx';
import { Ago } from '../parts/time.tsx';
import type { Tone } from '../state-words.ts';
import type { StageVerdict } from '../views.ts';

const TONES: Readonly<Record<string, Tone>> = { healthy: 'good', unhealthy: 'bad', inconclusive: 'waiting' };

/** What was found of the release in each stage, and why. */
export const Verdicts = ({ verdicts }: { verdicts: StageVerdict[] }) =>
  verdicts.length === 0 ? null : (
    <section class="panel" aria-label="Verdicts">
      <h2>Verdicts</h2>
      <ul class="verdicts">
        {verdicts.map(({ stage, kind, reason, at }) => (
          <li key={stage}>
            <strong>{stage}</strong> <Chip word={kind} tone={TONES[kind] ?? 'quiet'} />{' '}
            <span class="muted small">
              <Ago at={at} />
            </span>
            <p>{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
