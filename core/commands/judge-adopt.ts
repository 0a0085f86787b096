import type { Environment } from '../ledger/items.ts';
import { type Current, revisionOn } from '../release/current.ts';
import { sayRevision } from '../words/say-time.ts';
import { isAtWork } from './is-at-work.ts';
import type { Judged } from './judged.ts';

export interface AdoptAsked {
  environment: Environment;
  /** Of every target that the stage has now. */
  found: FoundTarget[];
  /** What the person consents to: `family:7`. */
  revisions: string[];
  now: number;
}

export interface FoundTarget {
  name: string;
  /** Task definition that is PRIMARY; undefined when there is none. */
  primary: string | undefined;
  /** Undefined when its task definition is gone. */
  image: string | undefined;
}

/** What runs there by somebody else's hand becomes what a rollback goes to: exactly the revisions that the person names. */
export function judgeAdopt({ environment, found, revisions, now }: AdoptAsked): Judged<Current> {
  const { current, holder, service, stage } = environment;
  if (!current)
    return { refused: `nothing was ever healthy in ${service} ${stage}, so there is nothing to put in its place` };
  if (isAtWork(environment, now)) return { refused: `${service}#${holder?.release} is at work there` };
  const drifted = found.filter(({ name, primary }) => primary && primary !== revisionOn(current, name));
  if (drifted.length === 0) return { refused: `${service} ${stage} runs what Bakewatch deployed: nothing to adopt` };
  const running = [...new Set(drifted.map(({ primary = '' }) => sayRevision(primary)))].sort();
  if (running.join() !== [...new Set(revisions)].sort().join())
    return {
      refused: `this is no longer what you were shown: ${drifted.map(({ name, primary = '' }) => `${name} runs ${sayRevision(primary)}`).join(', ')}`,
    };
  const unusable = drifted.find(({ image }) => image === undefined);
  if (unusable)
    return { refused: `what runs on ${unusable.name} could not be gone back to: its task definition is gone` };
  return { effect: adopting(current, drifted) };
}

const adopting = (current: Current, drifted: FoundTarget[]): Current => ({
  ...current,
  taskDefinitions: {
    ...current.taskDefinitions,
    ...Object.fromEntries(drifted.map(({ name, primary = '' }) => [name, primary])),
  },
  adopted: {
    ...current.adopted,
    ...Object.fromEntries(drifted.map(({ name, image = '' }) => [name, /@(sha256:.+)$/.exec(image)?.[1] ?? ''])),
  },
});
