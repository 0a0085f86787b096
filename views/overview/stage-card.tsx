import type { ComponentChildren } from 'preact';
import type { Freeze } from '#core/ledger/items.ts';
import { Chip } from '../parts/chip.tsx';
import { Commit } from '../parts/commit.tsx';
import { Ago, sayMoment } from '../parts/time.tsx';
import { ReleaseLink } from '../setting.tsx';
import { releaseWords } from '../state-words.ts';
import type { StageView } from '../views.ts';

interface StageCardProps {
  service: string;
  stage: StageView;
  /** Those that cover it. */
  freezes: (Freeze & { what: string })[];
  /** What can be done about it. */
  actions?: ComponentChildren;
}

/** One stage: what runs there, who works on it, what holds and freezes it, and who waits. */
export function StageCard({ service, stage, freezes, actions }: StageCardProps) {
  const { current, holder, hold, waiting } = stage;
  return (
    <li class="stage">
      <header>
        <h3>{stage.name}</h3>
        <StageMark stage={stage} isFrozen={freezes.length > 0} />
      </header>
      {current ? (
        <ReleaseLink class="stage-current" service={service} number={current.release}>
          <span class="number">#{current.release}</span>
          <Commit {...current} />
          <span class="muted small">
            healthy since <Ago at={current.at} />
          </span>
        </ReleaseLink>
      ) : (
        <p class="stage-empty muted">Nothing has been healthy here yet.</p>
      )}
      {holder ? <Holder service={service} holder={holder} /> : null}
      {hold ? (
        <p class="stage-note tone-bad">
          <strong>Held</strong> since <Ago at={hold.since} /> by{' '}
          <ReleaseLink service={service} number={hold.release}>
            #{hold.release}
          </ReleaseLink>
          : {hold.reason}
        </p>
      ) : null}
      {freezes.map(({ what, by, reason, at, until }) => (
        <p class="stage-note tone-waiting" key={what}>
          <strong>Frozen</strong> since <Ago at={at} /> by <bdi>{by}</bdi>
          {until === undefined ? ', until somebody lifts it' : `, until ${sayMoment(until)}`}: <bdi>{reason}</bdi>{' '}
          <span class="muted">({what})</span>
        </p>
      ))}
      {waiting.map(({ release, reason }) => (
        <p class="stage-note tone-waiting" key={release}>
          <ReleaseLink service={service} number={release}>
            #{release}
          </ReleaseLink>{' '}
          {reason}
        </p>
      ))}
      {actions}
    </li>
  );
}

function StageMark({ stage: { holder, hold, current }, isFrozen }: { stage: StageView; isFrozen: boolean }) {
  if (hold) return <Chip word="Held" tone="bad" />;
  if (holder) {
    const { word, tone } = holder.state ? releaseWords(holder.state) : { word: 'Busy', tone: 'busy' as const };
    return <Chip word={word} tone={tone} isMoving />;
  }
  if (isFrozen) return <Chip word="Frozen" tone="waiting" />;
  return current ? <Chip word="Healthy" tone="good" /> : <Chip word="Empty" tone="quiet" />;
}

function Holder({ service, holder }: { service: string; holder: NonNullable<StageView['holder']> }) {
  return (
    <p class="stage-note tone-busy">
      <ReleaseLink service={service} number={holder.release}>
        #{holder.release}
      </ReleaseLink>{' '}
      {holder.reason ?? 'has the stage'}{' '}
      <span class="muted">
        (here since <Ago at={holder.since} />)
      </span>
    </p>
  );
}
