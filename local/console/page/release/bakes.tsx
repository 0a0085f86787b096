import type { Release } from '#core/release/release.ts';
import { isTerminal } from '#core/release/release.ts';
import { BakeLegend, BakePanel } from '#views/bake/bake-panel.tsx';
import type { BakesView } from '#views/bake/bake-view.ts';
import { Measured } from '../charts/measured.tsx';
import { usePolled } from '../use-polled.ts';

/** Of a panel's padding and border on both sides. */
const AROUND_PX = 46;

/** After a release has ended its alarms recover, and their last values come in. */
const SETTLES_MS = 15_000;

/** What was watched in each stage that the release entered, the latest first. */
export function Bakes({ release }: { release: Release }) {
  const { service, number, state, endedAt } = release;
  const { data, problem } = usePolled<BakesView>(
    `/api/releases/${service}/${number}/bakes`,
    ({ now }) => isTerminal(state) && now > (endedAt ?? 0) + SETTLES_MS,
    state,
  );
  return (
    <section class="bakes" aria-labelledby="bakes">
      <header class="panel-head">
        <h2 id="bakes">Bakes</h2>
        <BakeLegend />
      </header>
      {data ? null : <p class="muted">{problem ?? 'Loading…'}</p>}
      {data?.bakes.length === 0 ? <p class="muted">It has not entered any stage.</p> : null}
      <Measured>
        {(width) =>
          [...(data?.bakes ?? [])]
            .reverse()
            .map((bake) => <BakePanel key={bake.stage} bake={bake} width={Math.max(200, width - AROUND_PX)} />)
        }
      </Measured>
    </section>
  );
}
