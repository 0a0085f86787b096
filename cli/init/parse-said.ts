import type { Target } from '#core/init/answers.ts';
import type { SaidStage } from '#core/init/propose.ts';

/** `staging, production` or `staging production`. */
export const words = (typed: string): string[] => typed.split(/[\s,]+/).filter((word) => word !== '');

/** `cluster/service/container`; without the last, the container is called `app`. Throws an Error for anything else. */
export function parseTarget(typed: string): Target {
  const [cluster, service, container = 'app', ...others] = typed.split('/').map((part) => part.trim());
  if (!cluster || !service || !container || others.length > 0)
    throw new Error('It is written cluster/service/container, for instance production/hello/app.');
  return { cluster, service, container };
}

/** `production` or `production=cluster/service/container`. */
export function parseStage(typed: string): SaidStage {
  const [name = '', ...rest] = typed.split('=');
  return { name, ...(rest.length > 0 ? { target: parseTarget(rest.join('=')) } : {}) };
}

/** `production=alarm,alarm`. Throws an Error for anything else. */
export function parseAlarms(typed: string): { stage: string; alarms: string[] } {
  const [, stage = '', names = ''] = /^([^=]+)=(.*)$/.exec(typed) ?? [];
  if (!stage) throw new Error('It is written stage=alarm,alarm, for instance production=hello-5xx,hello-slow.');
  return { stage, alarms: names.split(',').flatMap((name) => name.trim() || []) };
}
