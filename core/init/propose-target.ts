import { type Answer, found, guess, type Target } from './answers.ts';
import type { EcsFound } from './found.ts';
import { withoutStage } from './stage-of.ts';

/** How well an ECS service fits the name of ours: 3 it is called so, but for words of stages; 2 one is part of the other; 1 its cluster is called so; 0 not. */
export function fitOf(service: string, { service: name, cluster }: EcsFound): number {
  const bare = withoutStage(name) || name;
  const ours = withoutStage(service) || service;
  if (bare === ours) return 3;
  if (bare.includes(ours) || ours.includes(bare)) return 2;
  return withoutStage(cluster) === ours ? 1 : 0;
}

/** What of an ECS service a release replaces: the container that runs an image of our own registry, or the only one. */
export function targetOf(ecs: EcsFound, why: string): Answer<Target> {
  const { cluster, service, family, containers } = ecs;
  const own = containers.filter(({ image }) => imageName(image) !== undefined);
  const [first] = [...own, ...containers];
  const isSure = containers.length === 1 || own.length === 1;
  const target = { cluster, service, container: first?.name ?? 'app', ...(family === service ? {} : { family }) };
  return isSure ? found(target, why) : guess(target, `${why}; which of its containers is meant, is a guess`);
}

/** `team/hello` of `123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/hello:1`; undefined for images of other registries. */
export const imageName = (image: string): string | undefined =>
  /^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image)?.[1];
