import type { KnownBlock } from '@slack/types';
import { sayAsked } from '#core/commands/say-asked.ts';
import type { Freeze } from '#core/ledger/items.ts';
import { isTerminal, releaseId, shortSha } from '#core/release/release.ts';
import { ago } from '#core/words/ago.ts';
import { sayState } from '#core/words/say-state.ts';
import { cut } from '#core/words/say-time.ts';
import { type Answer, answer } from '#functions/steps/slack/answer.ts';
import { context, markup, sentence, small } from '#functions/steps/slack/blocks.ts';
import { lines } from '#functions/steps/slack/lines.ts';
import { sayMarkup } from '#functions/steps/slack/say-text.ts';
import type { Overview, ReleaseRow, ServiceView, StageView } from '#views/views.ts';

const LONGEST_SUBJECT = 60;
const LONGEST_REASON = 300;
const MORE = 'The rest is in `npx bakewatch status`.';

/** What runs where since when, what waits and why, holds and freezes: of one service, or of all. In the words of the command line. */
export function sayStatus({ now, services, freezes }: Overview, asked?: string): Answer {
  const shown = services.filter(({ name }) => asked === undefined || name === asked);
  if (asked !== undefined && shown.length === 0) return sayNoService(asked, services);
  if (shown.length === 0) return plainly('Nothing is configured yet.');
  const frozen = freezes.filter(({ service }) => asked === undefined || service === undefined || service === asked);
  const blocks = [
    ...frozen.map((freeze) => context(small(`:snowflake: ${sayFreeze(freeze, now)}`, LONGEST_REASON))),
    ...shown.flatMap((service) => blocksOf(service, now)),
  ];
  return answer(`What runs where: ${shown.map(({ name }) => name).join(', ')}`, blocks, MORE);
}

function sayNoService(asked: string, services: ServiceView[]): Answer {
  const names = services.map(({ name }) => name).join(', ');
  return plainly(`There is no service ${asked}${names ? `: there are ${names}` : ', and no other'}.`);
}

const plainly = (text: string): Answer => answer(text, [sentence(text)]);

const sayFreeze = (freeze: Freeze, now: number): string =>
  `${sayAsked({ kind: 'freeze', command: { ...freeze } })}: by ${freeze.by} ${ago(freeze.at, now)}, ${freeze.reason}`;

function blocksOf(service: ServiceView, now: number): KnownBlock[] {
  const { name, repository, stages, releases } = service;
  const ongoing = releases.filter(({ state }) => !isTerminal(state));
  const waiting = ongoing.find(({ state }) => state === 'WAITING');
  const said = lines([
    `*${sayMarkup(name, LONGEST_SUBJECT)}*${repository ? `  ${sayMarkup(repository, LONGEST_SUBJECT)}` : ''}`,
    ...stages.flatMap((stage) => sayStage(name, stage, now)),
    ...ongoing.map(sayOngoing),
  ]);
  return [
    { type: 'section', text: markup(said) },
    ...(waiting ? [context(small(`what brings it on: ask for \`why ${releaseId(waiting)}\``, LONGEST_REASON))] : []),
  ];
}

function sayStage(service: string, { name, current, holder, hold }: StageView, now: number): string[] {
  const runs = current
    ? `${service}#${current.release} · ${shortSha(current.sha)} ${cut(current.subject ?? '', LONGEST_SUBJECT)} · ${ago(current.at, now)}`
    : 'nothing yet';
  const does = holder
    ? ` · now ${service}#${holder.release} ${(holder.state ?? 'is there').toLowerCase().replace('_', ' ')}`
    : '';
  return [
    `• *${sayMarkup(name, LONGEST_SUBJECT)}*  ${sayMarkup(`${runs}${does}`, LONGEST_REASON)}`,
    ...(hold
      ? [
          `      :lock: held: ${sayMarkup(hold.reason, LONGEST_REASON)} (lift it: \`${sayMarkup(`bakewatch resume ${service} ${name} --reason "..."`, LONGEST_REASON)}\`)`,
        ]
      : []),
  ];
}

const sayOngoing = (row: ReleaseRow): string => {
  const { mark, title } = sayState(row);
  return `${mark} ${title}${row.reason ? `: ${sayMarkup(row.reason, LONGEST_REASON)}` : ''}`;
};
