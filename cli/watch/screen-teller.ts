import { sayDuration } from '#core/config/duration.ts';
import { type Release, releaseId, shortSha } from '#core/release/release.ts';
import { type DoingFacts, doing } from '#core/watch/doing.ts';
import { cut } from '#core/words/say-time.ts';
import type { Connection } from '../connection.ts';
import { eventLine } from '../render/event-line.ts';
import { live } from '../render/live.ts';
import { isTerminal, plain, sayState, style } from '../render/style.ts';
import { doingReader } from './read-doing.ts';
import type { Teller } from './teller.ts';

/** Lines that scroll by; on a terminal, at the foot, what the release does now and for how long yet. */
export function screenTeller({ table, pageOf }: Pick<Connection, 'table' | 'pageOf'>): Teller {
  const screen = live();
  const read = doingReader(table);
  let known: { release: Release; facts: DoingFacts } | undefined;
  let isBegun = false;
  const draw = (): void => {
    if (known) screen.foot(renderFoot(known.release, known.facts, Date.now()));
  };
  const drawing = setInterval(draw, 1_000);
  return {
    async seen({ release, fresh }) {
      if (!isBegun) screen.line(`${renderHead(release)}\n${style('gray', pageOf(release))}\n`);
      isBegun = true;
      for (const event of fresh) screen.line(eventLine(event));
      if (!isTerminal()) return;
      // What cannot be read now stands as it was; whether the ledger is away for good, the next look says.
      known = { release, facts: await read(release).catch(() => known?.facts ?? {}) };
      draw();
    },
    ended({ release }, late) {
      known = undefined;
      screen.end();
      screen.line(`\n${late ?? renderEnd(release)}`);
    },
    close() {
      clearInterval(drawing);
      screen.end();
    },
  };
}

const renderHead = (release: Release): string =>
  `${style('bold', releaseId(release))}  ${shortSha(release.sha)} ${plain(cut(release.subject, 60))}  ${style('gray', plain(cut(release.author, 30)))}`;

function renderFoot(release: Release, facts: DoingFacts, now: number): string[] {
  const { sentence, until } = doing(release, facts, now);
  const left = until === undefined ? '' : style('bold', `  ${sayDuration(Math.max(1_000, until - now))} left`);
  const age = style(
    'gray',
    `  ${sayDuration(now - release.acceptedAt)} in all   Ctrl-C ends watching, not the release`,
  );
  return [
    style('gray', '─'.repeat(60)),
    `${style('bold', releaseId(release))} ${plain(sentence)}`,
    `${sayState(release.state)}${left}${age}`,
  ];
}

function renderEnd(release: Release): string {
  const took = sayDuration((release.endedAt ?? release.acceptedAt) - release.acceptedAt);
  const end = `${style('bold', releaseId(release))}  ${sayState(release.state)} after ${took}`;
  return release.state === 'SUCCEEDED'
    ? end
    : `${end}\n${style('gray', `what brings it on: npx bakewatch why '${releaseId(release)}'`)}`;
}
