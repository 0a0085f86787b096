import { Chip } from '../parts/chip.tsx';
import { Commit } from '../parts/commit.tsx';
import { Ago } from '../parts/time.tsx';
import { releasePath } from '../paths.ts';
import { releaseWords } from '../state-words.ts';
import type { StageView } from '../views.ts';

/** One stage: what runs there, who works on it, what holds it, and who waits. */
export function StageCard({ service, stage }: { service: string; stage: StageView }) {
  const { current, holder, hold, waiting } = stage;
  return (
    <li class="stage">
      <header>
        <h3>{stage.name}</h3>
        <StageMark stage={stage} />
      </header>
      {current ? (
        <a class="stage-current" href={releasePath({ service, number: current.release })}>
          <span class="number">#{current.release}</span>
          <Commit {...current} />
          <span class="muted small">
            healthy since <Ago at={current.at} />
          </span>
        </a>
      ) : (
        <p class="stage-empty muted">Nothing has been healthy here yet.</p>
      )}
      {holder ? <Holder service={service} holder={holder} /> : null}
      {hold ? (
        <p class="stage-note tone-bad">
          <strong>Held</strong> since <Ago at={hold.since} /> by{' '}
          <a href={releasePath({ service, number: hold.release })}>#{hold.release}</a>: {hold.reason}
        </p>
      ) : null}
      {waiting.map(({ release, reason }) => (
        <p class="stage-note tone-waiting" key={release}>
          <a href={releasePath({ service, number: release })}>#{release}</a> {reason}
        </p>
      ))}
    </li>
  );
}

function StageMark({ stage: { holder, hold, current } }: { stage: StageView }) {
  if (hold) return <Chip word="Held" tone="bad" />;
  if (holder) {
    const { word, tone } = holder.state ? releaseWords(holder.state) : { word: 'Busy', tone: 'busy' as const };
    return <Chip word={word} tone={tone} isMoving />;
  }
  return current ? <Chip word="Healthy" tone="good" /> : <Chip word="Empty" tone="quiet" />;
}

function Holder({ service, holder }: { service: string; holder: NonNullable<StageView['holder']> }) {
  return (
    <p class="stage-note tone-busy">
      <a href={releasePath({ service, number: holder.release })}>#{holder.release}</a>{' '}
      {holder.reason ?? 'has the stage'}{' '}
      <span class="muted">
        (here since <Ago at={holder.since} />)
      </span>
    </p>
  );
}
