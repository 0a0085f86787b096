import type { KnownBlock } from '@slack/types';
import type { Explanation, ServiceExplanation, StageExplanation, Way } from '#core/explain/explanation.ts';
import { sayMoment } from '#core/words/say-time.ts';
import { type Answer, answer } from '#functions/steps/slack/answer.ts';
import { context, markup, sentence, small } from '#functions/steps/slack/blocks.ts';
import { lines } from '#functions/steps/slack/lines.ts';
import { sayMarkup } from '#functions/steps/slack/say-text.ts';

const LONGEST_LINE = 600;
const LONGEST_SMALL = 300;
const MORE = 'The rest is in `npx bakewatch why`.';

const MARKS: Record<StageExplanation['kind'], string> = {
  there: ':white_check_mark:',
  moving: ':hourglass_flowing_sand:',
  waiting: ':double_vertical_bar:',
  ahead: ':soon:',
  left: ':rewind:',
  ended: ':x:',
  never: ':heavy_minus_sign:',
};

/** Where a commit is and why not further: the answer first, then its stages, then what brings it on. */
export function sayExplanation({ headline, sha, subject, services, next, unanswered }: Explanation): Answer {
  return answer(
    headline,
    [
      sentence(headline),
      ...(sha ? [context(small(`${sha} ${subject ?? ''}`, LONGEST_SMALL))] : []),
      ...services.flatMap((service) => sayService(service, services.length > 1)),
      ...sayWays(next),
      ...unanswered.map((each) => context(small(`:warning: ${each}`, LONGEST_SMALL))),
    ],
    MORE,
  );
}

function sayService({ service, sentence: said, stages, next }: ServiceExplanation, isOneOfMany: boolean): KnownBlock[] {
  const shown = stages.map(
    ({ kind, stage, sentence: what }) =>
      `${MARKS[kind]} *${sayMarkup(stage, LONGEST_SMALL)}*  ${sayMarkup(what, LONGEST_LINE)}`,
  );
  return [
    ...(isOneOfMany ? [sentence(`${service}: ${said}`)] : []),
    ...(shown.length > 0 ? [{ type: 'section' as const, text: markup(lines(shown)) }] : []),
    ...sayWays(next),
  ];
}

function sayWays(ways: Way[]): KnownBlock[] {
  if (ways.length === 0) return [];
  return [{ type: 'section', text: markup(lines(['*What brings it on*', ...ways.map(sayWay)])) }];
}

function sayWay({ what, at, command }: Way): string {
  const when = at === undefined || what.includes(sayMoment(at)) ? '' : ` (${sayMoment(at)})`;
  return `• ${sayMarkup(`${what}${when}`, LONGEST_LINE)}${command ? `\n      \`${sayMarkup(command, LONGEST_LINE)}\`` : ''}`;
}
