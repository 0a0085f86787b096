import type { ComponentChildren } from 'preact';
import { sayDuration } from '#core/config/duration.ts';
import type { Figures } from '#core/delivery/measure.ts';
import { sayRate } from '#core/words/say-rate.ts';

/** One figure of a window: what is said large and what is said beside it. Without `value` it is not known. */
export interface Said {
  value?: string;
  beside?: string;
}

interface Figure {
  name: string;
  /** What it is, exactly: docs/architecture.md, "Delivery metrics". */
  meaning: string;
  say: (figures: Figures) => Said;
}

const time = (ms: number | undefined): { value?: string } => (ms === undefined ? {} : { value: sayDuration(ms) });

export const FIGURES: readonly Figure[] = [
  {
    name: 'Deployment frequency',
    meaning:
      'Releases that ECS took in the last stage, and how many per day of the window. A rollback is none, nor is a release that ended before ECS had it.',
    say: ({ deployments: { count, perDay } }) => ({
      value: String(count),
      beside: count === 0 ? 'no deployment' : `${sayRate(perDay)} per day`,
    }),
  },
  {
    name: 'Lead time',
    meaning:
      'From the push being accepted to the release being found healthy in the last stage, waits for approvals and windows included. Half of them are faster than the first number, nine of ten than the second.',
    say: ({ leadTime: { medianMs, p90Ms } }) => ({
      ...time(medianMs),
      beside: p90Ms === undefined ? 'nothing became healthy' : `9 of 10: ${sayDuration(p90Ms)}`,
    }),
  },
  {
    name: 'Change-failure rate',
    meaning:
      'Failed deployments of those whose outcome is known: found unhealthy, turned around for whatever reason, or taken back by hand. What still bakes is neither good nor bad.',
    say: ({ changeFailure: { failed, of, rate } }) => ({
      ...(rate === undefined ? {} : { value: `${Math.round(rate * 100)} %` }),
      beside: rate === undefined ? 'no outcome is known' : `${failed} of ${of}`,
    }),
  },
  {
    name: 'Time to restore',
    meaning:
      'From the first sign of a failure to the stage being proved good again: the release proved back, a rollback by hand, or a later release healthy there. Half of the failures were over faster.',
    say: ({ changeFailure, timeToRestore: { n, medianMs, open } }) => ({
      ...time(medianMs),
      beside:
        [...(n > 0 ? [n === 1 ? '1 failure' : `${n} failures`] : []), ...(open > 0 ? [`${open} not over`] : [])].join(
          ', ',
        ) || (changeFailure.failed === 0 ? 'nothing failed' : 'not restored'),
    }),
  },
];

export const Value = ({ said }: { said: Said }): ComponentChildren =>
  said.value === undefined ? (
    <span class="figure-unknown">not known</span>
  ) : (
    <span class="figure-value">{said.value}</span>
  );

/** The four figures in each window, with what they mean. */
export const FigureCards = ({ windows }: { windows: Figures[] }) => (
  <ul class="figure-cards">
    {FIGURES.map(({ name, meaning, say }) => (
      <li key={name} class="panel figure-card">
        <h2>{name}</h2>
        <ul class="figure-windows">
          {windows.map((figures) => {
            const said = say(figures);
            return (
              <li key={figures.days}>
                <span class="muted small">{figures.days} days</span>
                <Value said={said} />
                <span class="muted small">{said.beside}</span>
              </li>
            );
          })}
        </ul>
        <p class="figure-meaning">{meaning}</p>
      </li>
    ))}
  </ul>
);
