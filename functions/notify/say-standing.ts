import type { Run } from '#core/ledger/items.ts';
import { isTerminal, type Release } from '#core/release/release.ts';
import { doing } from '#core/watch/doing.ts';
import { bakeBar } from '#core/words/bake-bar.ts';
import { sayMoment } from '#core/words/say-time.ts';
import { sayMarkup } from '#functions/steps/slack/say-text.ts';
import type { Standing } from './read-standing.ts';
import { slackDate, withSlackDates } from './slack-date.ts';

const LONGEST_DOING = 900;
const LONGEST_VERDICT = 160;

/**
 * What a release does or waits for and until when, in markup; undefined when it has ended, or its reason says it all. `now` is when the
 * card is drawn, epoch ms.
 */
export function sayDoing(release: Release, standing: Standing, now: number): string | undefined {
  if (isTerminal(release.state)) return undefined;
  const here = standing.stages.find(({ name }) => name === release.stage);
  const { sentence, until } = doing(release, { ...here, environment: standing.environment }, now);
  const said = sentence === release.reason ? '' : withSlackDates(sayMarkup(sentence, LONGEST_DOING));
  if (until === undefined) return said || undefined;
  if (said.includes(sayMoment(until))) return said;
  return `${said}${said ? ', ' : ''}until ${slackDate(until)}`;
}

/** One line in markup for each stage that has baked or has a verdict: the bar of its bake as of `now`, or of when that was over, and how it ended. */
export const sayStages = ({ stages }: Standing, now: number): string[] =>
  stages.flatMap(({ name, run, bake }) => {
    const verdict = sayVerdict(run);
    const bar = sayBake(run, bake?.forMs, now);
    const said = [bar, verdict].filter((each) => each !== undefined);
    return said.length > 0 ? [`*${sayMarkup(name, LONGEST_NAME)}* ${said.join(' · ')}`] : [];
  });

const LONGEST_NAME = 60;

/** The card changes only with events: what still goes on says as of when it is drawn. */
function sayBake(run: Run, forMs: number | undefined, now: number): string | undefined {
  const { bakeStartedAt, isEmergency } = run;
  if (bakeStartedAt === undefined || forMs === undefined || isEmergency) return undefined;
  const end = bakeEnded(run);
  const bar = bakeBar((end ?? now) - bakeStartedAt, forMs);
  return end !== undefined || now - bakeStartedAt >= forMs ? bar : `${bar} at ${slackDate(now)}`;
}

/** When it was judged, or given up before it was: by a person, or with its stage. */
function bakeEnded({ verdict, rollback, leftAt }: Run): number | undefined {
  const ends = [verdict && SAID[verdict.kind] ? verdict.at : undefined, rollback?.at, leftAt];
  const known = ends.filter((at) => at !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function sayVerdict({ verdict }: Run): string | undefined {
  const said = verdict && SAID[verdict.kind];
  return said && `${said}: ${withSlackDates(sayMarkup(verdict.reason, LONGEST_VERDICT))}`;
}

/** `not yet` is none. */
const SAID: Record<string, string | undefined> = {
  healthy: ':white_check_mark: healthy',
  unhealthy: ':x: unhealthy',
  inconclusive: ':double_vertical_bar: inconclusive',
};
