import { relative, resolve } from 'node:path';
import type { LedgerEvent } from '#core/ledger/items.ts';
import { isTerminal as hasEnded } from '#core/release/release.ts';
import { type OneMachine, startOneMachine } from '#local/installation/one-machine.ts';
import { push } from '#local/installation/sample-git.ts';
import { startVisitors, type Visitors } from '#local/visitors/visitors.ts';
import { readOverview } from '#views/read/read-overview.ts';
import { bundle } from '../bundle.ts';
import { EXIT } from '../exit-codes.ts';
import { followEvents } from '../follow-events.ts';
import { type LatestOverview, latestOverview } from '../latest-overview.ts';
import { eventLine } from '../render/event-line.ts';
import { type Live, live } from '../render/live.ts';
import { style } from '../render/style.ts';
import { untilStopped } from '../until-stopped.ts';

export interface StartOptions {
  dir: string;
  port: number;
  /** Requests per second that the sample's visitors send to each stage; 0 for none. */
  visitors: number;
}

/** Bakewatch on this machine, until it is stopped; on the first run with a first release to watch. */
export async function start(options: StartOptions): Promise<number> {
  // From the first moment on: whoever stops it while it comes up must not leave processes behind.
  const stopped = untilStopped();
  const screen = live();
  const step = (text: string): void => screen.line(style('gray', `  ${text}`));
  screen.line(style('bold', 'Bakewatch on this machine'));
  step('bundling the functions and the page');
  const bundles = await bundle();
  const machine = await startOneMachine({ dir: options.dir, port: options.port, bundles, onStep: step });
  const visitors =
    options.visitors > 0 ? Object.values(stageUrls(machine)).map((url) => startVisitors(url, options.visitors)) : [];
  const overview = latestOverview(machine);
  const ends = [
    overview.end,
    followEvents(machine, (event) => tell(screen, machine, options, event)),
    every(1_000, () => drawFoot(screen, overview, visitors)),
  ];
  screen.line(whereThingsAre(machine));
  if (machine.isNew) screen.line(style('gray', `$ git push\n  ${await push(machine.repository.workingCopyDirectory)}`));
  else screen.line(await whatToTry(machine, options));

  await stopped;
  for (const end of ends) end();
  screen.end();
  screen.line(style('gray', '  stopping; everything is kept, and the next start goes on from here'));
  for (const visitor of visitors) visitor.stop();
  await machine.close();
  return EXIT.done;
}

const stageUrls = ({ urls }: OneMachine) => ({ staging: urls.staging, production: urls.production });

function tell(screen: Live, machine: OneMachine, options: StartOptions, event: LedgerEvent): void {
  screen.line(eventLine(event));
  if (event.number === 1 || !hasEnded(event.state) || event.kind !== 'ended') return;
  // It is only a hint: one that comes too late, while the machine closes, is left out.
  whatToTry(machine, options).then(
    (text) => screen.line(text),
    () => undefined,
  );
}

function whereThingsAre({ urls, configFile }: OneMachine): string {
  const line = (what: string, where: string): string => `  ${what.padEnd(14)}${style('cyan', where)}`;
  return [
    '',
    line('console', urls.console),
    line('staging', urls.staging),
    line('production', urls.production),
    line('AWS', `${urls.aws}  (AWS_ENDPOINT_URL)`),
    line('configuration', shortest(configFile)),
    '',
  ].join('\n');
}

async function whatToTry({ repository, table }: OneMachine, { dir }: StartOptions): Promise<string> {
  const directory = shortest(repository.workingCopyDirectory);
  const where = dir === resolve('.bakewatch') ? '' : ` --dir ${shortest(dir)}`;
  const { services } = await readOverview(table, Date.now());
  const held = services.flatMap(({ name, stages }) => stages.filter((s) => s.hold).map((s) => `${name} ${s.name}`));
  return [
    '',
    `  ${style('bold', 'Try it')}  edit ${directory}/page.js, or set errorShare to 0.3 in ${directory}/fault.json, then`,
    style('cyan', `          cd ${directory} && git commit -am "my change" && git push`),
    style('gray', `          npx bakewatch status${where}   or history, or show 'hello#1'     Ctrl-C stops`),
    ...held.map((stage) =>
      style('yellow', `          npx bakewatch resume ${stage}${where} --reason "..."   lifts its hold`),
    ),
    '',
  ].join('\n');
}

/** As a person would type it: from here when it is below, from the root when it is elsewhere. */
function shortest(path: string): string {
  const fromHere = relative('.', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

async function drawFoot(screen: Live, overview: LatestOverview, visitors: Visitors[]): Promise<void> {
  const { services } = await overview.read();
  const stages = services.flatMap(({ name, stages: all }) =>
    all.map((stage) => {
      const runs = stage.current ? `${name}#${stage.current.release}` : 'nothing yet';
      const doing = stage.hold
        ? style('yellow', ' (held)')
        : stage.holder
          ? ` (${name}#${stage.holder.release} is there)`
          : '';
      return `${stage.name}: ${style('bold', runs)}${doing}`;
    }),
  );
  const served = visitors.map((v) => v.counts());
  const sum = (kind: 'good' | 'bad' | 'lost'): number => served.reduce((total, count) => total + count[kind], 0);
  const traffic =
    visitors.length > 0 ? `   visitors: ${sum('good')} served, ${sum('bad')} errors, ${sum('lost')} lost` : '';
  screen.foot([style('gray', '─'.repeat(60)), stages.join('   ') + style('gray', traffic)]);
}

/** Runs `task` now and again, never twice at once; a failure is left for the next time. */
function every(ms: number, task: () => Promise<void>): () => void {
  let ended = false;
  const next = (): void => {
    if (!ended)
      void task()
        .catch(() => undefined)
        .then(() => setTimeout(next, ms).unref());
  };
  next();
  return () => {
    ended = true;
  };
}
