import { isTerminal, releaseId } from '../release/release.ts';
import { explainUnreleased } from './explain-unreleased.ts';
import type { ReleaseLine, ServiceExplanation, StageExplanation, StagePosition, Way } from './explanation.ts';
import type { Carrier, ServiceFacts } from './facts.ts';
import { reasonOf } from './reason-of.ts';
import { sayStage } from './say-stage.ts';
import { sayWay } from './say-way.ts';
import { stagePosition } from './stage-position.ts';
import { waysOn } from './ways-on.ts';
import { waysOut } from './ways-out.ts';

/** Where the commit is in one service, stage by stage, and what has to happen next. `name` is what people call the commit. */
export function explainService(facts: ServiceFacts, name: string, now: number): ServiceExplanation {
  const { service, carriers } = facts;
  const [newest] = carriers;
  if (!newest) return { service, releases: [], stages: [], ...explainUnreleased(facts, name) };
  const stages = stagesOf(facts).map((stage) => explainStage(stage, facts, now));
  const missing = stages.find(({ kind }) => kind !== 'there');
  const deciding = missing ?? stages.at(-1);
  const leader = carriers.find(({ release }) => releaseId(release) === releaseOf(deciding)) ?? newest;
  return {
    service,
    kind: carriers.some(({ bond }) => bond === 'own') ? 'released' : 'contained',
    sentence: sayWay({ facts, name, stages, missing, leader, now }),
    release: releaseId(leader.release),
    releases: carriers.map(lineOf),
    stages,
    next: missing ? nextOf(missing, leader, facts) : [],
  };
}

/** A rollback by hand concerns one stage. */
function stagesOf({ stages, carriers }: ServiceFacts): ServiceFacts['stages'] {
  const turn = carriers.length === 1 ? carriers[0]?.release.turnsBack : undefined;
  return turn ? stages.filter(({ name }) => name === turn.stage) : stages;
}

function explainStage(stage: ServiceFacts['stages'][number], facts: ServiceFacts, now: number): StageExplanation {
  const { service, carriers } = facts;
  const position = stagePosition(stage, carriers, now);
  const carrier = carriers.find(({ release }) => releaseId(release) === releaseOf(position));
  const decideWithinMs = carrier?.bakes[stage.name]?.decideWithinMs;
  const subject = releaseOf(position) ?? 'it';
  return {
    ...position,
    stage: stage.name,
    sentence: `${subject} ${sayStage(stage.name, position, now)}`,
    next: waysOut(position, { service, stage, now, decideWithinMs }),
  };
}

const releaseOf = (position: StagePosition | undefined): string | undefined =>
  position === undefined || position.kind === 'never' ? undefined : position.release;

function nextOf(missing: StageExplanation, { release }: Carrier, facts: ServiceFacts): Way[] {
  if (missing.next.length > 0) return missing.next;
  if (!isTerminal(release.state)) return [{ what: 'it goes on by itself' }];
  return waysOn(release, facts);
}

function lineOf({ release, bond }: Carrier): ReleaseLine {
  const { state, endedAt } = release;
  return {
    release: releaseId(release),
    state,
    bond,
    sentence: reasonOf(release),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}
