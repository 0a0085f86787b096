import type { LedgerEvent } from '#core/ledger/items.ts';
import type { ChatMessage } from '#core/ports/chat.ts';
import { isTerminal, type Release, releaseId, shortSha } from '#core/release/release.ts';
import { cut } from '#core/words/say-time.ts';

/** Where people go from a message. All are URLs of ours or of the repository's host. */
export interface Links {
  execution?: string;
  commit: string;
  compare?: string;
  alarm: (name: string) => string;
}

const LONGEST_SECTION = 2_900;
const LONGEST_HEADER = 140;

/** Slack's own three escapes; with them no text can become a mention, a link or a command. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Escaped and cut, with a mark, so that no half of an escape is left over. */
const say = (text: string, most: number): string =>
  escapeMarkup(cut(text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, ''), most));

const MARKS: Partial<Record<Release['state'], string>> = {
  SUCCEEDED: ':white_check_mark:',
  FAILED: ':x:',
  ROLLED_BACK: ':rewind:',
  ROLLBACK_FAILED: ':rotating_light:',
  ROLLING_BACK: ':rewind:',
  SUPERSEDED: ':fast_forward:',
  BAKING: ':hourglass_flowing_sand:',
};

/** The head of a release's thread: what it is and where it stands now. Updated in place. */
export function renderCard(channel: string, release: Release, links: Links): ChatMessage {
  const mark = MARKS[release.state] ?? (isTerminal(release.state) ? ':black_square_for_stop:' : ':ship:');
  const where = release.stage && !isTerminal(release.state) ? ` in ${release.stage}` : '';
  const stand = `${release.state.replace('_', ' ')}${where}`;
  return {
    channel,
    text: say(`${releaseId(release)} ${stand}: ${release.reason ?? ''}`, LONGEST_SECTION),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(`${releaseId(release)} ${stand}`, LONGEST_HEADER), emoji: true },
      },
      section(`${mark} ${say(release.reason ?? '', 1_500)}`),
      section(
        `*<${links.commit}|${shortSha(release.sha)}>* ${say(release.subject, 400)} (by ${say(release.author, 120)})`,
      ),
      { type: 'context', elements: [{ type: 'mrkdwn', text: linkLine(release, links) }] },
    ],
  };
}

/** One transition, as a reply in the thread. */
export function renderReply(channel: string, event: LedgerEvent, links: Links): ChatMessage {
  const where = [
    ...(event.alarms ?? []).slice(0, 5).map((name) => `<${links.alarm(name)}|alarm ${say(name, 80)}>`),
    ...(event.logs ? [`<${event.logs}|logs>`] : []),
  ];
  const loud = event.page ? ':rotating_light: *Somebody has to look at this.* ' : '';
  const sentence = `${loud}${say(event.sentence, 2_000)}`;
  const blocks: ChatMessage['blocks'] = [section(sentence)];
  if (where.length > 0) blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: where.join(' · ') }] });
  return { channel, text: say(event.sentence, LONGEST_SECTION), blocks };
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text: text || ' ' } });

function linkLine(release: Release, links: Links): string {
  const all = [
    ...(links.execution ? [`<${links.execution}|execution>`] : []),
    ...(links.compare ? [`<${links.compare}|compare>`] : []),
    say(release.repositoryName, 200),
    say(release.ref.replace(/^refs\/heads\//, ''), 200),
  ];
  return all.join(' · ');
}
