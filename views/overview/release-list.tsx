import { releaseId } from '#core/release/release.ts';
import { Commit } from '../parts/commit.tsx';
import { ReleaseChip } from '../parts/release-chip.tsx';
import { Ago, Took } from '../parts/time.tsx';
import { ReleaseLink } from '../setting.tsx';
import type { ReleaseRow } from '../views.ts';

/** The newest releases, the newest first: of one service, or of several, when each says of which. */
export function ReleaseList({ service, releases }: { service?: string | undefined; releases: ReleaseRow[] }) {
  if (releases.length === 0) return <p class="muted">No release yet: push to its branch.</p>;
  return (
    <ol class="releases" aria-label={service ? `Newest releases of ${service}` : 'Newest releases'}>
      {releases.map((release) => (
        <Row key={releaseId(release)} release={release} saysService={!service} />
      ))}
    </ol>
  );
}

function Row({ release, saysService }: { release: ReleaseRow; saysService: boolean }) {
  const { service, number, state, stage, reason, acceptedAt, endedAt } = release;
  return (
    <li class="release-row">
      <ReleaseLink class="number" service={service} number={number} label={`${service} release ${number}`}>
        {saysService ? releaseId(release) : `#${number}`}
      </ReleaseLink>
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
