import { type Answer, found, guess } from './answers.ts';
import type { AlarmFound, EcsFound } from './found.ts';
import { stageOf, withoutStage } from './stage-of.ts';

const MOST = 10;

/**
 * The alarms that seem to watch an ECS service: those whose metrics are its own, or its target groups', and those that are called like it and
 * its stage. Only a name says little: then it is a guess.
 */
export function proposeAlarms(alarms: AlarmFound[], stage: string, ecs: EcsFound | undefined): Answer<string[]> {
  if (!ecs) return guess([], 'no ECS service is known yet');
  const watching = alarms.filter((alarm) => watches(alarm, ecs));
  const called = alarms.filter((alarm) => !watching.includes(alarm) && isCalledLike(alarm, stage, ecs));
  const names = [...watching, ...called].map(({ name }) => name).slice(0, MOST);
  if (names.length === 0) return guess([], `no alarm watches ${ecs.service} or is called like it`);
  return called.length === 0
    ? found(names, `their metrics are those of ${ecs.service}`)
    : found(names, `they are called like ${ecs.service} and ${stage}`);
}

function watches({ dimensions }: AlarmFound, { cluster, service, targetGroups }: EcsFound): boolean {
  return dimensions.some(
    (each) =>
      (each['ServiceName'] === service && each['ClusterName'] === cluster) ||
      targetGroups.includes(each['TargetGroup'] ?? ''),
  );
}

const isCalledLike = ({ name }: AlarmFound, stage: string, { service }: EcsFound): boolean =>
  withoutStage(name).includes(withoutStage(service) || service) && stageOf(name)?.name === stageOf(stage)?.name;
