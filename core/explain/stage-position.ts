import type { Blocker } from '../admission/blockers.ts';
import type { Environment, Run } from '../ledger/items.ts';
import type { Current } from '../release/current.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import { WIDEST_GAP_SECONDS, WIDEST_GAP_SHARE } from '../waits/looks.ts';
import type { StagePosition } from './explanation.ts';
import type { Carrier, StageFacts } from './facts.ts';

type There = Extract<StagePosition, { kind: 'there' }>;
type Moving = Extract<StagePosition, { kind: 'moving' }>;
type Waiting = Extract<StagePosition, { kind: 'waiting' }>;

/** Where the commit is in a stage. What runs there counts first, then what is on its way there, then what has been. */
export function stagePosition(stage: StageFacts, carriers: Carrier[], now: number): StagePosition {
  return (
    there(stage, carriers) ??
    onItsWay(stage, carriers, now) ??
    behind(stage, carriers) ?? { kind: 'never', ...running(stage, carriers) }
  );
}

function there({ environment }: StageFacts, carriers: Carrier[]): There | undefined {
  const current = environment?.current;
  const carrier = current && carriers.find(({ release }) => brought(release, current, environment.stage));
  if (!current || !carrier) return undefined;
  return {
    kind: 'there',
    release: releaseId(carrier.release),
    since: current.at,
    adopted: current.adopted !== undefined,
  };
}

/** A rollback by hand brings another release than itself. */
const brought = ({ turnsBack, number, state }: Release, current: Current, stage: string): boolean =>
  turnsBack
    ? state === 'SUCCEEDED' && turnsBack.stage === stage && turnsBack.goesTo.release === current.release
    : number === current.release;

function onItsWay(stage: StageFacts, carriers: Carrier[], now: number): StagePosition | undefined {
  const ongoing = carriers.filter(({ release, runs }) => !isTerminal(release.state) && hasAhead(stage, release, runs));
  const here = ongoing.find(({ release, runs }) => release.stage === stage.name && runs[stage.name]);
  const [carrier] = here ? [here] : ongoing;
  if (!carrier) return undefined;
  const { release, runs } = carrier;
  const id = releaseId(release);
  const run = here ? runs[stage.name] : undefined;
  if (!run) return ahead(carrier);
  return run.enteredAt === undefined && release.state === 'WAITING'
    ? waiting(id, run, stage.environment, now)
    : moving(carrier, stage.name, run);
}

function ahead(carrier: Carrier): StagePosition {
  const { release } = carrier;
  const { state, stage } = release;
  const at = stage === undefined ? {} : { at: stage };
  return {
    kind: 'ahead',
    release: releaseId(release),
    state,
    since: lastKnown(carrier),
    ...at,
    reason: reasonOf(release),
  };
}

/** A rollback by hand has business in one stage only; whatever else is on its way goes to every stage that it has not left. */
const hasAhead = ({ name }: StageFacts, { turnsBack }: Release, runs: Record<string, Run>): boolean =>
  (turnsBack === undefined || turnsBack.stage === name) && runs[name]?.leftAt === undefined;

function moving({ release, bakes }: Carrier, stage: string, run: Run): Moving {
  const bakesUntil = bakeEnd(run, bakes[stage]?.forMs);
  return {
    kind: 'moving',
    release: releaseId(release),
    state: release.state,
    since: run.rollback?.at ?? run.bakeStartedAt ?? run.enteredAt ?? run.arrivedAt,
    ...(bakesUntil === undefined ? {} : { bakesUntil }),
    ...(run.verdict ? { verdict: run.verdict.reason } : {}),
    ...(run.rollback ? { rollback: run.rollback.reason } : {}),
  };
}

/** When a bake can be over at the earliest: its time, and one evaluation of its slowest alarm. */
export function bakeEnd(run: Run, forMs: number | undefined): number | undefined {
  if (run.bakeStartedAt === undefined || forMs === undefined) return undefined;
  const evaluationMs = Math.max(0, ...Object.values(run.baseline ?? {}).map((read) => read.evaluationMs));
  return run.bakeStartedAt + (run.isEmergency ? 0 : forMs) + evaluationMs;
}

function waiting(release: string, run: Run, environment: Environment | undefined, now: number): Waiting {
  const { arrivedAt, blockers = [], recheckAt } = run;
  const gap = Math.max(WIDEST_GAP_SECONDS * 1_000, (now - arrivedAt) * WIDEST_GAP_SHARE);
  return {
    kind: 'waiting',
    release,
    since: arrivedAt,
    blockers: blockers.filter((blocker) => stillStands(blocker, environment, now)),
    ...(recheckAt !== undefined && recheckAt > now ? { recheckAt } : {}),
    looksWithin: gap,
  };
}

/** Kept at the last look, and that may be minutes ago: what is known to be over is not said again. */
function stillStands(blocker: Blocker, environment: Environment | undefined, now: number): boolean {
  switch (blocker.kind) {
    case 'queued':
      return environment?.holder !== undefined;
    case 'held':
      return environment?.hold !== undefined;
    case 'frozen':
      return blocker.until === undefined || blocker.until > now;
    case 'window':
      return blocker.opensAt === undefined || blocker.opensAt > now;
    default:
      return true;
  }
}

/** It has been there, or ended there: whichever carrier came last. */
function behind(stage: StageFacts, carriers: Carrier[]): StagePosition | undefined {
  const { name } = stage;
  const ended = carriers.find(({ release }) => isTerminal(release.state) && endedIn(release, name));
  const left = carriers.find(({ runs }) => wasHealthy(runs[name]));
  if (left && !(ended && ended.release.number > left.release.number)) return leftBy(stage, left, carriers);
  if (!ended) return undefined;
  const { release, runs } = ended;
  const at = release.endedAt ?? lastKnown(ended);
  const entered = runs[name]?.enteredAt !== undefined;
  return { kind: 'ended', release: releaseId(release), state: release.state, at, entered, reason: reasonOf(release) };
}

const endedIn = ({ stage, state }: Release, name: string): boolean => stage === name && state !== 'SUCCEEDED';

const wasHealthy = (run: Run | undefined): boolean => run?.leftAt !== undefined && run.rollback === undefined;

function leftBy(
  { name, environment, turn }: StageFacts,
  { release, runs }: Carrier,
  carriers: Carrier[],
): StagePosition {
  const leftAt = runs[name]?.leftAt ?? release.acceptedAt;
  const id = releaseId(release);
  if (turn?.turnsBack && (turn.endedAt ?? 0) >= leftAt) {
    const { by, reason, goesTo } = turn.turnsBack;
    const what = `${by} took ${name} back to ${turn.service}#${goesTo.release} (${releaseId(turn)}): ${reason}`;
    return { kind: 'left', release: id, until: turn.endedAt ?? leftAt, by: what };
  }
  const { runs: now } = running({ name, ...(environment ? { environment } : {}) }, carriers);
  const by = now
    ? `${now} runs there now, and does not have this commit`
    : 'the ledger does not say what runs there now';
  return { kind: 'left', release: id, until: environment?.current?.at ?? leftAt, by };
}

/** What runs there instead. */
function running({ environment }: StageFacts, carriers: Carrier[]): { runs?: string } {
  const current = environment?.current;
  const service = environment?.service ?? carriers[0]?.release.service;
  return current && service ? { runs: `${service}#${current.release}` } : {};
}

const lastKnown = ({ release, runs }: Carrier): number =>
  Math.max(release.acceptedAt, ...Object.values(runs).map(({ leftAt, arrivedAt }) => leftAt ?? arrivedAt));

export const reasonOf = ({ reason, state }: Release): string => reason || `it is ${state}, and nobody wrote down why`;
