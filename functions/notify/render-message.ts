import type { KnownBlock } from '@slack/types';
import type { Offer } from '#core/commands/offers.ts';
import { branchOf } from '#core/intake/push.ts';
import type { LedgerEvent } from '#core/ledger/items.ts';
import type { ChatMessage } from '#core/ports/chat.ts';
import { releaseId, shortSha } from '#core/release/release.ts';
import { sayState } from '#core/words/say-state.ts';
import { shortDigest } from '#core/words/shown-as-commit.ts';
import { buttons, context, header, markup, sentence, small } from '#functions/steps/slack/blocks.ts';
import { fitting } from '#functions/steps/slack/fitting.ts';
import { lines } from '#functions/steps/slack/lines.ts';
import { sayMarkup } from '#functions/steps/slack/say-text.ts';
import { type Links, link, linkLine } from './links.ts';
import type { Standing } from './read-standing.ts';
import { type Course, sayNext } from './say-next.ts';
import { sayDoing, sayStages } from './say-standing.ts';

export const cardKey = (release: string): string => `${release}/card`;
export const replyKey = (release: string, number: number): string => `${release}/${number}`;

const LONGEST_TEXT = 2_900;
const LONGEST_SUBJECT = 300;
const LONGEST_NAME = 120;
const MOST_ALARMS = 8;

/** What a card shows besides the release: how it stands at `now` (epoch ms), and what a person can do. */
export interface Shown {
  standing: Standing;
  offers: Offer[];
  now: number;
}

/**
 * The head of a release's thread: what it is, where it stands now and why, how its stages were judged, what it waits for and until when,
 * and what happens next, or what a person can do. Updated in place.
 */
export function renderCard(channel: string, course: Course, links: Links, shown: Shown): ChatMessage {
  const { release, after } = course;
  const { standing, offers, now } = shown;
  const doing = sayDoing(release, standing, now);
  const stages = sayStages(standing, now);
  const { mark, title } = sayState(release, after === 'deployed' && release.state === 'WAITING');
  const next = sayNext(course);
  const where = [
    ...(links.execution ? [link(links.execution, 'execution')] : []),
    ...(standing.build?.logs ? [link(standing.build.logs, 'build log')] : []),
    ...(links.compare ? [link(links.compare, 'compare')] : []),
    ...alarmLinks(alarmsOf(release, standing), links),
  ];
  const told: KnownBlock[] = [
    header(`${mark} ${title}`, cardKey(releaseId(release))),
    sentence(release.reason ?? '', { actor: release.cancelled?.by }),
    context(
      markup(`*${links.commit ? link(links.commit, shortSha(release.sha)) : shortDigest(release.sha)}*`),
      small(`${release.subject} · ${release.author}`, LONGEST_SUBJECT),
    ),
    ...(stages.length > 0 ? [{ type: 'section' as const, text: markup(lines(stages)) }] : []),
    ...(doing ? [context(markup(`*Now:* ${doing}`))] : []),
    ...(next ? [context(markup(`*Next:* ${next}`))] : []),
    context(
      ...(where.length > 0 ? [markup(linkLine(where))] : []),
      small(`${release.repositoryName} · ${branchOf(release.ref)}`, LONGEST_NAME),
    ),
  ];
  const blocks = fitting(told, sayRest(releaseId(release)), buttons(offers, releaseId(release)));
  return { channel, text: sayMarkup(`${title}: ${release.reason ?? ''}`, LONGEST_TEXT), blocks };
}

/** One transition, as a reply in the thread. */
export function renderReply(channel: string, event: LedgerEvent, links: Links): ChatMessage {
  const where = [
    ...alarmLinks(event.alarms ?? [], links),
    ...(event.logs ? [link(event.logs, 'logs')] : []),
    ...(event.page && links.execution ? [link(links.execution, 'execution')] : []),
  ];
  const blocks: KnownBlock[] = [
    sentence(`${event.kind === 'refused' ? ':no_entry_sign: ' : ''}${event.sentence}`, {
      key: replyKey(event.release, event.number),
      actor: event.actor,
    }),
    ...(event.page ? [context(markup(':rotating_light: *Somebody has to look at this.*'))] : []),
    ...(where.length > 0 ? [context(markup(linkLine(where)))] : []),
  ];
  return { channel, text: sayMarkup(event.sentence, LONGEST_TEXT), blocks: fitting(blocks, sayRest(event.release)) };
}

const sayRest = (release: string): string => `… the rest is too long for Slack: \`bakewatch show '${release}'\``;

/** What the bake of its stage watches, as soon as it has begun. */
function alarmsOf({ stage }: { stage?: string }, { stages }: Standing): string[] {
  const here = stages.find(({ name }) => name === stage);
  return here?.run.bakeStartedAt === undefined ? [] : (here.bake?.alarms ?? []);
}

const alarmLinks = (alarms: string[], links: Links): string[] => [
  ...alarms.slice(0, MOST_ALARMS).map((name) => link(links.alarm(name), `alarm ${name}`)),
  ...(alarms.length > MOST_ALARMS ? [`${alarms.length - MOST_ALARMS} more alarms`] : []),
];
