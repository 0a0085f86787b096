import type { Run } from '../ledger/items.ts';
import { isTerminal, type Release, releaseId } from '../release/release.ts';
import type { StagePosition } from './explanation.ts';
import type { Carrier, StageFacts } from './facts.ts';
import { lastKnown } from './last-known.ts';
import { reasonOf } from './reason-of.ts';

/** Where the commit was in a stage, or ended: by whichever release came last. Undefined: none came so far. */
export function hasBeen(stage: StageFacts, carriers: Carrier[]): StagePosition | undefined {
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
  { name, environment, turn, isUnsure }: StageFacts,
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
    ? `${now} runs there now, ${isUnsure ? 'and whether it has this commit could not be asked' : 'and does not have this commit'}`
    : 'the ledger does not say what runs there now';
  return { kind: 'left', release: id, until: environment?.current?.at ?? leftAt, by };
}

/** What runs there instead. */
export function running(
  { environment, isUnsure }: StageFacts,
  carriers: Carrier[],
): { runs?: string; isUnsure?: boolean } {
  const current = environment?.current;
  const service = environment?.service ?? carriers[0]?.release.service;
  return current && service ? { runs: `${service}#${current.release}`, ...(isUnsure ? { isUnsure } : {}) } : {};
}
