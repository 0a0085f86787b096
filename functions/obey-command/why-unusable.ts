import type { ServiceConfig } from '#core/config/schema.ts';
import { type Current, revisionOn } from '#core/release/current.ts';
import { sayRevision } from '#core/words/say-time.ts';
import type { ObeyPorts } from './order-context.ts';
import { targetsOf } from './targets-of.ts';

/** Why a stage cannot go back there: on each of its targets the task definition and its image must still be there. */
export async function whyUnusable(
  { fleet, registry }: Pick<ObeyPorts, 'fleet' | 'registry'>,
  config: ServiceConfig | undefined,
  stage: string,
  { service, goesTo }: { service: string; goesTo: Current },
): Promise<string | undefined> {
  const targets = targetsOf(config, stage);
  if (!targets) return `${service} has no stage ${stage} in its configuration any more`;
  const reasons = await Promise.all(
    targets.map(async (target) => {
      const revision = revisionOn(goesTo, target.name);
      if (!revision) return `${service}#${goesTo.release} never ran on ${target.name}`;
      const image = await fleet.imageOf(target, revision);
      const isThere = image !== undefined && (await registry.has(image, target));
      return isThere ? undefined : `${sayRevision(revision)} of ${target.name}, or its image, is gone`;
    }),
  );
  return reasons.find((reason) => reason !== undefined);
}
