import { isTerminal, type Release, releaseId, shortSha } from '../release/release.ts';
import { sayMoment } from '../words/say-time.ts';
import type { StageExplanation } from './explanation.ts';
import type { Carrier, ServiceFacts } from './facts.ts';
import { reasonIgnored } from './reason-ignored.ts';
import { reasonOf } from './reason-of.ts';
import { sayEnd, sayStage } from './say-stage.ts';

interface WayFacts {
  facts: ServiceFacts;
  /** What people call the commit. */
  name: string;
  stages: StageExplanation[];
  /** The first stage that the commit is not in. */
  missing: StageExplanation | undefined;
  /** The release whose way decides. */
  leader: Carrier;
  now: number;
}

/** `hello#7 (a1b2c3d) is in staging and waits for production: ...`: how far a commit has come, in one sentence. */
export function sayWay(way: WayFacts): string {
  return `${saySubject(way)} ${sayProgress(way)}`;
}

function saySubject({ facts, name, leader }: WayFacts): string {
  const id = releaseId(leader.release);
  const { turnsBack } = leader.release;
  if (turnsBack)
    return `${id}, a rollback of ${turnsBack.stage} to ${facts.service}#${turnsBack.goesTo.release} by ${turnsBack.by},`;
  if (leader.bond === 'own') return `${id} (${shortSha(leader.release.sha)})`;
  const has = leader.bond === 'presumed' ? 'which was pushed after it and so should contain it,' : 'which contains it,';
  const own = facts.carriers.find(({ bond }) => bond === 'own')?.release;
  if (own) return `${releaseId(own)} (${shortSha(own.sha)}) ${sayEnding(own)}; ${id}, ${has}`;
  const ignored = reasonIgnored(facts);
  return ignored ? `${name} made no release of its own (${ignored}); ${id}, ${has}` : `${name} is part of ${id}, which`;
}

/** Most reasons say by themselves what happened. */
function sayEnding(release: Release): string {
  const reason = reasonOf(release);
  if (release.state === 'SUCCEEDED') return sayEnd(release.state);
  return /^(superseded|rejected|cancelled) /.test(reason) ? `was ${reason}` : `${sayEnd(release.state)} (${reason})`;
}

function sayProgress({ stages, missing, leader, now }: WayFacts): string {
  const reached = stages.filter(({ kind }) => kind === 'there');
  const where = list(reached.map(({ stage }) => stage));
  if (!missing) return sayArrived(stages, where);
  const rest = sayMissing(missing, leader, now);
  return where ? `is in ${where} and ${rest}` : rest;
}

function sayArrived(stages: StageExplanation[], where: string): string {
  const last = stages.at(-1);
  if (last?.kind !== 'there') return 'has no stage to go to: its service has none';
  const adopted = last.adopted ? ', but a person has adopted what was deployed over it by hand' : '';
  return `is in ${where} since ${sayMoment(last.since)}${adopted}`;
}

function sayMissing(missing: StageExplanation, { release }: Carrier, now: number): string {
  const { state } = release;
  if (missing.kind === 'never' && isTerminal(state) && state !== 'SUCCEEDED')
    return `${sayEnd(state)} before it came to ${missing.stage}: ${reasonOf(release)}`;
  return sayStage(missing.stage, missing, now);
}

const list = (names: string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
