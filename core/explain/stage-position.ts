import type { Environment, Run } from '../ledger/items.ts';
import type { Current } from '../release/current.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import { WIDEST_GAP_SECONDS, WIDEST_GAP_SHARE } from '../waits/looks.ts';
import { bakeEnd } from './bake-end.ts';
import type { StagePosition } from './explanation.ts';
import type { Carrier, StageFacts } from './facts.ts';
import { hasBeen, running } from './has-been.ts';
import { lastKnown } from './last-known.ts';
import { reasonOf } from './reason-of.ts';
import { stillStands } from './still-stands.ts';

type There = Extract<StagePosition, { kind: 'there' }>;
type Moving = Extract<StagePosition, { kind: 'moving' }>;
type Waiting = Extract<StagePosition, { kind: 'waiting' }>;

/** Where the commit is in a stage. What runs there counts first, then what is on its way there, then what has been. */
export function stagePosition(stage: StageFacts, carriers: Carrier[], now: number): StagePosition {
  return (
    there(stage, carriers) ??
    onItsWay(stage, carriers, now) ??
    hasBeen(stage, carriers) ?? { kind: 'never', ...running(stage, carriers) }
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
  return release.state === 'WAITING' ? waiting(id, run, stage.environment, now) : moving(carrier, stage.name, run);
}

function ahead(carrier: Carrier): StagePosition {
  const { release } = carrier;
  const { state, stage, checks } = release;
  const at = stage === undefined ? {} : { at: stage };
  return {
    kind: 'ahead',
    release: releaseId(release),
    state,
    since: lastKnown(carrier),
    ...at,
    reason: reasonOf(release),
    ...(state === 'CHECKING' && checks ? { blockers: [checks] } : {}),
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
