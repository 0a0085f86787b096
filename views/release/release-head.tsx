import type { ComponentChildren } from 'preact';
import { isTerminal } from '#core/release/release.ts';
import { Commit } from '../parts/commit.tsx';
import { ReleaseChip } from '../parts/release-chip.tsx';
import { Ago, Took } from '../parts/time.tsx';
import { useSetting } from '../setting.tsx';
import type { ReleaseView } from '../views.ts';

interface ReleaseHeadProps {
  view: Pick<ReleaseView, 'release' | 'links'>;
  /** Where it is, above its name. */
  crumbs?: ComponentChildren;
}

/** What was released, where it stands and why. */
export function ReleaseHead({ view: { release, links }, crumbs }: ReleaseHeadProps) {
  const { outward } = useSetting();
  const { service, number, state, reason, acceptedAt, endedAt, repositoryName, ref } = release;
  return (
    <header class="release-head">
      {crumbs}
      <div class="release-title">
        <h1>
          {service}
          <span class="number">#{number}</span>
        </h1>
        <ReleaseChip state={state} />
        <span class="muted">
          accepted <Ago at={acceptedAt} />, {isTerminal(state) ? 'took' : 'for'} <Took from={acceptedAt} to={endedAt} />
        </span>
      </div>
      <p class="release-sentence" aria-live="polite">
        {reason}
      </p>
      <div class="release-facts">
        <Commit {...release} />
        <ul class="facts">
          <li>
            <bdi>{repositoryName}</bdi> · <bdi>{ref.replace(/^refs\/heads\//, '')}</bdi>
          </li>
          {links.commit ? (
            <li>
              <a href={links.commit} {...outward}>
                Commit
              </a>
            </li>
          ) : null}
          {links.execution ? (
            <li>
              <a href={links.execution} {...outward}>
                Execution
              </a>
            </li>
          ) : null}
          {links.compare ? (
            <li>
              <a href={links.compare} {...outward}>
                Compare
              </a>
            </li>
          ) : null}
        </ul>
      </div>
    </header>
  );
}
