import { Commit } from '../parts/commit.tsx';
import { ReleaseChip } from '../parts/release-chip.tsx';
import { Ago, Took } from '../parts/time.tsx';
import { releasePath } from '../paths.ts';
import type { ReleaseRow } from '../views.ts';

/** The newest releases, the newest first. */
export function ReleaseList({ service, releases }: { service: string; releases: ReleaseRow[] }) {
  if (releases.length === 0) return <p class="muted">No release yet: push to its branch.</p>;
  return (
    <ol class="releases" aria-label={`Newest releases of ${service}`}>
      {releases.map((release) => (
        <Row key={release.number} release={release} />
      ))}
    </ol>
  );
}

function Row({ release }: { release: ReleaseRow }) {
  const { service, number, state, stage, reason, acceptedAt, endedAt } = release;
  return (
    <li class="release-row">
      <a class="number" href={releasePath({ service, number })} aria-label={`${service} release ${number}`}>
        #{number}
      </a>
      <span class="release-state">
        <ReleaseChip state={state} />
        {stage ? <span class="muted small">{stage}</span> : null}
      </span>
      <span class="release-what">
        <Commit {...release} />
        {reason ? <span class="release-reason">{reason}</span> : null}
      </span>
      <span class="release-when">
        <Ago at={acceptedAt} />
        <span class="muted small">
          {endedAt === undefined ? 'for ' : 'took '}
          <Took from={acceptedAt} to={endedAt} />
        </span>
      </span>
    </li>
  );
}
