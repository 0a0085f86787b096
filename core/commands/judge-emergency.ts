import type { ServiceConfig } from '../config/schema.ts';
import { mayDo } from '../people/who.ts';
import { type Emergency, isTerminal, type Release, releaseId } from '../release/release.ts';
import { sayEnded } from '../release/say-ended.ts';
import type { Judged } from './judged.ts';

export interface EmergencyAsked {
  release: Release;
  config: Pick<ServiceConfig, 'may' | 'emergencyNeeds'>;
  by: string;
  reason: string;
  now: number;
}

export interface Alerted {
  emergency: Emergency;
  sentence: string;
  message: string;
}

const PERSONS = 2;
const PASSES = 'passes windows, approvals and bakes';

/** Two persons, or one where the service says so, let a release pass windows, approvals and bakes; never digest, health or lock. */
export function judgeEmergency(asked: EmergencyAsked): Judged<Alerted> {
  const { release, config, by, reason, now: at } = asked;
  const id = releaseId(release);
  const refused = whyNot(release);
  if (refused) return { refused };
  const first = stillAsked(asked);
  if ((config.emergencyNeeds ?? PERSONS) < PERSONS) {
    const emergency = { by, reason, at, isInForce: true };
    return { effect: { emergency, ...say(id, `${by} lets it go: it ${PASSES}`, reason) } };
  }
  if (!first) {
    const emergency = { by, reason, at, isInForce: false };
    return {
      effect: { emergency, ...say(id, `${by} asks for it, and it is in force when a second person does, too`, reason) },
    };
  }
  if (first.by === by) return { refused: `${by} has asked for this already: a second person must` };
  const emergency = { ...first, seconded: { by, reason, at }, isInForce: true };
  return { effect: { emergency, ...say(id, `${by} agrees with ${first.by}: it ${PASSES}`, reason) } };
}

function whyNot(release: Release): string | undefined {
  const { state, turnsBack, emergency } = release;
  const id = releaseId(release);
  if (isTerminal(state)) return sayEnded(release);
  if (turnsBack) return `${id} goes back, which needs nobody's permission`;
  if (state === 'ROLLING_BACK' || state === 'CANCELLING') return `${id} is being turned around already`;
  if (emergency?.isInForce) return `${id} is an EMERGENCY already, by ${emergency.by}: ${emergency.reason}`;
  return undefined;
}

/** What a first person has asked for counts while she still may. */
const stillAsked = ({ release: { emergency }, config }: EmergencyAsked): Emergency | undefined =>
  emergency && mayDo(config, 'emergency', emergency.by) ? emergency : undefined;

const say = (id: string, what: string, reason: string) => ({
  sentence: `EMERGENCY: ${what}: ${reason}`,
  message: `EMERGENCY of ${id}: ${what}`,
});
