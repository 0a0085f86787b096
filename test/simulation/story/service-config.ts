import type { ServiceConfig, StageConfig } from '#core/config/schema.ts';
import type { Target } from '#core/ports/fleet.ts';
import type { WindowRule } from '#core/windows/window-rule.ts';
import type { Setup } from './story.ts';

export const SERVICE = 'hello';
/** The family of the task that migrates. */
export const MIGRATION_FAMILY = 'hello-migrate';
export const REPOSITORY = { id: 1001, name: 'acme/hello' };
const MINUTE = 60_000;

/** The checks that a story may require: the first is a check run, the second a commit status. */
export const REQUIRED = ['build', 'ci/circleci: test'] as const;

export const alarmOf = (stage: string): string => `${stage}-errors`;

/** The configuration of the one service that a story releases. */
export function serviceConfig(setup: Setup): ServiceConfig {
  const production = stageConfig('production', setup, setup.bakeForMs ?? 5 * MINUTE);
  return {
    repository: REPOSITORY,
    branch: 'main',
    build: { project: 'hello-build', image: SERVICE, digestVariable: 'IMAGE_DIGEST', within: 30 * MINUTE },
    ...(setup.checks ? { checks: { require: [...REQUIRED], within: 40 * MINUTE } } : {}),
    slack: { channel: '#releases' },
    stages: setup.stages === 1 ? [production] : [stageConfig('staging', setup, 2 * MINUTE), production],
  };
}

function stageConfig(name: string, setup: Setup, bakeFor: number): StageConfig {
  const { inconclusive, evidence, resumeOnRevert, waitAtMostMs } = setup;
  const services = name === 'production' && setup.targets === 2 ? [SERVICE, 'worker'] : [SERVICE];
  const seen = { namespace: 'App', metric: 'Requests', dimensions: {}, period: MINUTE, minSamples: 100 };
  return {
    name,
    targets: services.map((service) => ({ cluster: name, service, container: 'app' })),
    ...(name === 'production' ? gatesOf(setup) : {}),
    deployWithin: 10 * MINUTE,
    rollbackWithin: 10 * MINUTE,
    resumeOnRevert,
    waitAtMost: waitAtMostMs,
    ...(setup.verify === 'none' ? {} : { verify: verifyConfig(name, setup.verify) }),
    bake: {
      for: bakeFor,
      atMost: 3 * bakeFor,
      alarms: [alarmOf(name)],
      ...(evidence ? { evidence: seen } : {}),
      inconclusive,
    },
  };
}

/** Production alone asks for people and for the time of day. */
const gatesOf = ({ approval, window, migrate }: Setup): Pick<StageConfig, 'approval' | 'windows' | 'migrate'> => ({
  ...(migrate ? { migrate: { ...MIGRATION, reversible: migrate === 'reversible' } } : {}),
  ...(approval ? { approval: { from: approval, authorMayApprove: false, within: 120 * MINUTE } } : {}),
  ...(window ? { windows: [SHUT] } : {}),
});

const MIGRATION = { task: MIGRATION_FAMILY, container: 'app', cluster: 'tasks', within: 10 * MINUTE };

/** Stories begin at noon. */
const SHUT: WindowRule = {
  kind: 'days',
  effect: 'deny',
  text: 'daily 12:45-13:15',
  zone: 'Europe/London',
  days: [0, 1, 2, 3, 4, 5, 6],
  from: 765,
  to: 795,
};

const verifyConfig = (stage: string, kind: 'http' | 'project'): NonNullable<StageConfig['verify']> =>
  kind === 'http'
    ? { url: `http://${stage}/`, expectStatus: 200, within: 30_000 }
    : { project: `hello-tests-${stage}`, within: 30 * MINUTE };

export const targetsOf = (stage: Pick<StageConfig, 'targets'>): Target[] =>
  stage.targets.map((target) => ({ ...target, name: target.name ?? target.service }));
