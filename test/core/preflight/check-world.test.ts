import { describe, expect, it } from 'vitest';
import { linesOf } from '#core/config/find-line.ts';
import { parseConfig } from '#core/config/parse-config.ts';
import type { Config } from '#core/config/schema.ts';
import { showPath } from '#core/config/show-path.ts';
import type { AlarmFacts, Answer, EcsServiceFacts, TaskDefinitionFacts } from '#core/ports/inventory.ts';
import { checkWorld } from '#core/preflight/check-world.ts';
import type { Facts, StageFacts, TargetFacts } from '#core/preflight/facts.ts';

const TEXT = `installation: { account: '111111111111', region: eu-central-1, externalId: a-secret-of-sixteen }
services:
  shop:
    repository: { id: 1, name: you/shop }
    build: { project: shop-build, image: shop }
    stages:
      - name: live
        targets:
          - { cluster: live, service: shop, container: web, family: shop-live, role: 'arn:aws:iam::222222222222:role/bakewatch-target' }
        migrate: { task: shop-migrate, container: web, cluster: jobs }
        verify: { task: shop-test, cluster: jobs }
        taskRoles: [shop-task, service-role/shop-execution]
        bake:
          for: 10m
          alarms: [shop-5xx]
          evidence: { namespace: AWS/ApplicationELB, metric: RequestCount, dimensions: { LoadBalancer: app/shop/1 }, minSamples: 5 }
`;

const parsed = parseConfig(TEXT);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const CONFIG: Config = parsed.config;

const found = <Found>(facts: Found): Answer<Found> => ({ kind: 'found', found: facts });
const MISSING = { kind: 'missing' } as const;
const denied = (permission: string) => ({ kind: 'unasked', why: 'AWS denies it', permission }) as const;

const alarm = (over: Partial<AlarmFacts> = {}): Answer<AlarmFacts> =>
  found({
    arn: 'arn:aws:cloudwatch:eu-central-1:222222222222:alarm:shop-5xx',
    state: 'OK',
    reason: '',
    evaluationMs: 180_000,
    ...over,
  });

const definition = (family: string, over: Partial<TaskDefinitionFacts> = {}): Answer<TaskDefinitionFacts> =>
  found({
    family,
    revision: 7,
    containers: ['web', 'log-router'],
    roles: ['arn:aws:iam::222222222222:role/shop-task', 'arn:aws:iam::222222222222:role/service-role/shop-execution'],
    logGroups: [],
    ...over,
  });

const active = found({ status: 'ACTIVE' });
const run = (family: string) => ({ cluster: active, task: { definition: definition(family), logGroups: [] } });

const service = (over: Partial<EcsServiceFacts>): Answer<EcsServiceFacts> =>
  found({ status: 'ACTIVE', controller: 'ECS', taskDefinition: 'shop-live:7', ...over });

const RIGHT_TARGET = {
  entry: found(true as const),
  cluster: active,
  service: service({}),
  task: { definition: definition('shop-live'), logGroups: [{ name: '/shop', answer: found(true as const) }] },
} satisfies TargetFacts;

/** It is in one of the two accounts of the stage. */
const EXECUTION_ROLE = [found({ name: 'service-role/shop-execution' }), MISSING];

const RIGHT_STAGE = {
  targets: [RIGHT_TARGET],
  alarms: [alarm()],
  evidence: found({ dimensions: [{ LoadBalancer: 'app/shop/1' }] }),
  migrate: run('shop-migrate'),
  verify: run('shop-test'),
  taskRoles: [[found({ name: 'shop-task' }), MISSING], EXECUTION_ROLE],
} satisfies StageFacts;

interface Over {
  identity?: Facts['identity'];
  service?: Partial<Facts['services'][string]>;
  stage?: Partial<StageFacts>;
  target?: Partial<TargetFacts>;
}

const world = ({ identity, service, stage, target }: Over = {}): Facts => ({
  identity: identity ?? { kind: 'known', account: '111111111111', arn: 'arn:aws:iam::111111111111:user/amy' },
  services: {
    shop: {
      project: found({ isPrivileged: true }),
      repository: found({ areTagsImmutable: true }),
      stages: [{ ...RIGHT_STAGE, targets: [{ ...RIGHT_TARGET, ...target }], ...stage }],
      ...service,
    },
  },
});

const lineOf = linesOf(TEXT);
const said = (facts: Facts): string[] =>
  checkWorld(CONFIG, facts).map(
    ({ kind, path, message, remedy }) =>
      `${kind} ${lineOf(path)} ${showPath(path).replace('services.shop.', '').replace('stages[0].', '')}: ${message} -> ${remedy}`,
  );

const task = (over: Partial<TaskDefinitionFacts>) => ({
  task: { definition: definition('shop-live', over), logGroups: [] },
});

describe('checkWorld', () => {
  it('has nothing to say when everything is there', () => {
    expect(said(world())).toEqual([]);
  });

  it.each<[string, Over, RegExp]>([
    [
      'another account',
      { identity: { kind: 'known', account: '3', arn: 'x' } },
      /^mistake 1 installation.account: .* account 3/,
    ],
    [
      'an account that is not known',
      { identity: { kind: 'unknown', why: 'odd' } },
      /^unchecked 1 installation.account: .*odd/,
    ],
    ['no cluster', { target: { cluster: MISSING } }, /^mistake 9 targets\[0\].cluster: there is no cluster "live" ->/],
    [
      'a cluster that is gone',
      { target: { cluster: found({ status: 'INACTIVE' }) } },
      /^mistake 9 .*is INACTIVE, not ACTIVE/,
    ],
    [
      'no service',
      { target: { service: MISSING } },
      /^mistake 9 targets\[0\].service: .* "shop" in the cluster "live"/,
    ],
    ['a service that is gone', { target: { service: service({ status: 'DRAINING' }) } }, /^mistake 9 .*DRAINING/],
    [
      'CodeDeploy',
      { target: { service: service({ controller: 'CODE_DEPLOY' }) } },
      /^mistake 9 .*CODE_DEPLOY -> .*controller ECS/,
    ],
    [
      'another container',
      { target: task({ containers: ['wbe', 'log-router'] }) },
      /^mistake 9 targets\[0\].container: shop-live:7 has no container "web", but "wbe", "log-router" -> did you mean "wbe"/,
    ],
    [
      'another family',
      { target: { task: { definition: definition('shop'), logGroups: [] } } },
      /^mistake 9 targets\[0\].family: .*runs shop:7.*only "shop-live" -> write `family: shop`/,
    ],
    [
      'a role that may not be passed',
      { target: task({ roles: ['arn:aws:iam::222222222222:role/team/other'] }) },
      /^mistake 12 taskRoles: .*role "team\/other".* -> add "team\/other"/,
    ],
    [
      'no log group',
      { target: { task: { definition: definition('shop-live'), logGroups: [{ name: '/shop', answer: MISSING }] } } },
      /^mistake 9 targets\[0\].service: .*"\/shop".* does not exist/,
    ],
    [
      'an account that cannot be entered',
      { target: { entry: denied('sts:AssumeRole') } },
      /^unchecked 9 targets\[0\].role: not checked from here: .*trusts Bakewatch, not you/,
    ],
    [
      'no project',
      { service: { project: MISSING } },
      /^mistake 5 build.project: there is no CodeBuild project "shop-build"/,
    ],
    [
      'builds without Docker',
      { service: { project: found({ isPrivileged: false }) } },
      /^warning 5 build.project: .*Docker/,
    ],
    [
      'no repository',
      { service: { repository: MISSING } },
      /^mistake 5 build.image: there is no ECR repository "shop"/,
    ],
    ['tags that move', { service: { repository: found({ areTagsImmutable: false }) } }, /^warning 5 build.image: /],
    ['no alarm', { stage: { alarms: [MISSING] } }, /^mistake 15 bake.alarms\[0\]: there is no alarm "shop-5xx"/],
    [
      'a red alarm',
      { stage: { alarms: [alarm({ state: 'ALARM', reason: '3 errors' })] } },
      /^warning 15 .*is red now: 3 errors/,
    ],
    [
      'an alarm without data',
      { stage: { alarms: [alarm({ state: 'INSUFFICIENT_DATA' })] } },
      /^warning 15 .*INSUFFICIENT_DATA/,
    ],
    [
      'a bake that is too short',
      { stage: { alarms: [alarm({ evaluationMs: 241_000 })] } },
      /^warning 14 bake.for: the bake lasts 10 min, and "shop-5xx" may need/,
    ],
    ['evidence that nobody measured', { stage: { evidence: MISSING } }, /^warning 16 bake.evidence.metric: /],
    [
      'evidence with other dimensions',
      { stage: { evidence: found({ dimensions: [{ LoadBalancer: 'app/shop/2' }] }) } },
      /^warning 16 bake.evidence.dimensions: .*LoadBalancer=app\/shop\/1, but with LoadBalancer=app\/shop\/2/,
    ],
    [
      'a cluster of jobs that is missing',
      { stage: { migrate: { ...run('shop-migrate'), cluster: MISSING } } },
      /^mistake 10 migrate.cluster: /,
    ],
    [
      'no migration',
      { stage: { migrate: { cluster: active, task: { definition: MISSING, logGroups: [] } } } },
      /^mistake 10 migrate.task: the task definition "shop-migrate" does not exist/,
    ],
    [
      'no test task',
      { stage: { verify: { cluster: active, task: { definition: MISSING, logGroups: [] } } } },
      /^mistake 11 verify.task: /,
    ],
    [
      'no role in any account',
      { stage: { taskRoles: [[MISSING, MISSING], EXECUTION_ROLE] } },
      /^mistake 12 taskRoles\[0\]: there is no role "shop-task"/,
    ],
    [
      'a role that is only not known to be missing',
      { stage: { taskRoles: [[MISSING, denied('iam:GetRole')], EXECUTION_ROLE] } },
      /^unchecked 12 taskRoles\[0\]: .*iam:GetRole/,
    ],
    [
      'a role without its path',
      { stage: { taskRoles: [[found({ name: 'team/shop-task' })], EXECUTION_ROLE] } },
      /^mistake 12 taskRoles\[0\]: .* -> write "team\/shop-task"/,
    ],
    [
      'accounts that nobody could enter',
      { stage: { taskRoles: [[], EXECUTION_ROLE] } },
      /^unchecked 12 taskRoles\[0\]/,
    ],
    ['alarms that nobody could enter', { stage: { alarms: [] } }, /^unchecked 15 bake.alarms: /],
  ])('says of %s exactly that', (_what, over, sentence) => {
    const all = said(world(over));
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(sentence);
  });

  it.each<[string, Over, string]>([
    ['a cluster', { target: { cluster: denied('ecs:DescribeClusters') } }, 'ecs:DescribeClusters'],
    ['a service', { target: { service: denied('ecs:DescribeServices') } }, 'ecs:DescribeServices'],
    [
      'a task definition',
      { target: { task: { definition: denied('ecs:DescribeTaskDefinition'), logGroups: [] } } },
      'ecs:DescribeTaskDefinition',
    ],
    ['a project', { service: { project: denied('codebuild:BatchGetProjects') } }, 'codebuild:BatchGetProjects'],
    ['a repository', { service: { repository: denied('ecr:DescribeRepositories') } }, 'ecr:DescribeRepositories'],
    ['an alarm', { stage: { alarms: [denied('cloudwatch:DescribeAlarms')] } }, 'cloudwatch:DescribeAlarms'],
    ['a metric', { stage: { evidence: denied('cloudwatch:ListMetrics') } }, 'cloudwatch:ListMetrics'],
  ])('never takes %s for good that AWS does not show', (_what, over, permission) => {
    expect(said(world(over))).toEqual([
      expect.stringMatching(new RegExp(`^unchecked .*not checked .*: AWS denies it -> ask with .* ${permission}$`)),
    ]);
  });

  it('does not count the delay of metrics where there is none, on one machine', () => {
    const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:shop-5xx';
    expect(said(world({ stage: { alarms: [alarm({ arn, evaluationMs: 600_000 })] } }))).toEqual([]);
  });

  it('says the same once, of two targets that run one task definition', () => {
    const target = { ...RIGHT_TARGET, ...task({ roles: ['arn:aws:iam::222222222222:role/other'] }) };
    const [stage] = CONFIG.services['shop']?.stages ?? [];
    const [first] = stage?.targets ?? [];
    const twice = { ...stage, targets: [first, first] };
    const config = { ...CONFIG, services: { shop: { ...CONFIG.services['shop'], stages: [twice] } } } as Config;
    expect(checkWorld(config, world({ stage: { targets: [target, target] } }))).toHaveLength(1);
  });
});
