import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';
import type { EcsFound, Found } from '#core/init/found.ts';
import { nameService } from '#core/init/name-service.ts';
import { parseRemote } from '#core/init/parse-remote.ts';
import { propose, type Said } from '#core/init/propose.ts';
import { MARK, renderConfig, toFill } from '#core/init/render-config.ts';

const NOTHING: Found = {
  git: { host: undefined, name: undefined, branch: undefined },
  ...{ repositoryId: undefined, account: undefined, region: undefined },
  ...{ services: [], projects: [], images: [], alarms: [] },
};
const ECR = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const ecs = (cluster: string, service: string, over: Partial<EcsFound> = {}): EcsFound => ({
  ...{ cluster, service, family: service, roles: [], targetGroups: [] },
  containers: [{ name: 'app', image: `${ECR}/team/hello@sha256:0` }],
  ...over,
});
const GIT = { host: 'github.com', name: 'acme/hello', branch: 'trunk' };
const ALL: Found = {
  git: GIT,
  ...{ repositoryId: 35129377, account: '111122223333', region: 'eu-central-1' },
  services: [
    ecs('prod', 'hello-prod', { family: 'hello', roles: ['hello-task'], targetGroups: ['targetgroup/hello/0a1b'] }),
    ecs('prod', 'other-prod'),
    ecs('stg', 'hello-stg'),
  ],
  projects: ['other-build', 'hello-build'],
  images: ['other', 'team/hello'],
  alarms: [
    { name: 'hello-stg-5xx', dimensions: [] },
    { name: 'production is slow', dimensions: [{ TargetGroup: 'targetgroup/hello/0a1b' }] },
    { name: 'other-prod-5xx', dimensions: [{ ClusterName: 'prod', ServiceName: 'other-prod' }] },
    { name: 'hello-dev-5xx', dimensions: [] },
  ],
};
const written = (known: Found, said: Said = {}) => {
  const parsed = parseConfig(renderConfig(propose(known, said)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.config;
};

describe('a first configuration', () => {
  it('says of an account what there is: each stage`s service, container, roles and alarms, and how it is built', () => {
    const config = written(ALL);
    expect(config.installation).toMatchObject({ region: 'eu-central-1', account: '111122223333' });
    expect(config.services['hello']).toMatchObject({
      repository: { id: 35129377, name: 'acme/hello' },
      branch: 'trunk',
      build: { project: 'hello-build', image: 'team/hello' },
      stages: [
        { name: 'staging', targets: [{ cluster: 'stg', service: 'hello-stg' }], bake: { alarms: ['hello-stg-5xx'] } },
        {
          name: 'production',
          targets: [{ cluster: 'prod', service: 'hello-prod', container: 'app', family: 'hello' }],
          taskRoles: ['hello-task'],
          bake: { alarms: ['production is slow'] },
        },
      ],
    });
    expect(toFill(propose(ALL))).toEqual([]);
    expect(renderConfig(propose(ALL))).not.toContain(MARK);
  });

  it('is right although nothing is known, and marks every place where it guesses', () => {
    const answers = propose(NOTHING);
    expect(written(NOTHING).services['app']?.stages.map(({ name }) => name)).toEqual(['staging', 'production']);
    const marks = renderConfig(answers)
      .split('\n')
      .filter((line) => line.includes(MARK));
    expect(marks).toHaveLength(toFill(answers).length);
    expect(toFill(answers)[0]).toBe('services.app.repository.id: nobody could be asked');
  });

  it('puts what a person said before what was found, and marks none of it', () => {
    const said: Said = {
      ...{ repository: 'you/shop', repositoryId: 7, service: 'shop', branch: 'main', project: 'p', image: 'shop/web' },
      stages: [{ name: 'canary', target: { cluster: 'c', service: 's', container: 'web' } }],
      alarms: { canary: ['shop is slow: 1'] },
    };
    const answers = propose(ALL, said);
    expect(toFill(answers)).toEqual([]);
    expect(written(ALL, said).services['shop']).toMatchObject({
      repository: { id: 7, name: 'you/shop' },
      stages: [
        { name: 'canary', targets: [{ cluster: 'c', container: 'web' }], bake: { alarms: ['shop is slow: 1'] } },
      ],
    });
  });

  it('has one stage where the only service that fits says nothing of stages', () => {
    expect(
      written({ ...NOTHING, git: GIT, services: [ecs('main', 'hello'), ecs('main', 'zebra')] }).services['hello'],
    ).toMatchObject({
      stages: [{ name: 'production', targets: [{ cluster: 'main', service: 'hello' }] }],
    });
  });

  it('takes the container whose image is of the own registry, and marks it where there is none such', () => {
    const sidecar = { name: 'envoy', image: 'envoyproxy/envoy:1' };
    const target = (containers: EcsFound['containers']) =>
      propose({ ...NOTHING, git: GIT, services: [ecs('main', 'hello', { containers })] }).stages[0]?.target;
    expect(target([sidecar, { name: 'web', image: `${ECR}/hello:1` }])).toMatchObject({
      value: { container: 'web' },
      isGuess: false,
    });
    expect(target([sidecar, { name: 'web', image: 'web:1' }])).toMatchObject({ isGuess: true });
  });

  it('chooses no project among several that fit alike', () => {
    const projects = ['hello-unit', 'hello-image'];
    expect(propose({ ...ALL, projects }).project).toMatchObject({
      isGuess: true,
      why: expect.stringContaining('hello-unit'),
    });
    expect(propose({ ...ALL, projects: ['build-everything'] }).project).toMatchObject({
      value: 'build-everything',
      isGuess: false,
    });
  });

  it('is right whatever alarms, roles and branches are called', () => {
    const odd = 'a "b": #c, [d] \u2028e\\ \'f\' & *g {h}';
    const services = [ecs('prod', 'hello', { targetGroups: ['t'], roles: ['path/hello+task=1'] })];
    const known = {
      ...ALL,
      git: { ...GIT, branch: odd },
      services,
      alarms: [{ name: odd, dimensions: [{ TargetGroup: 't' }] }],
    };
    expect(written(known).services['hello']).toMatchObject({ branch: odd, stages: [{ bake: { alarms: [odd] } }] });
  });
});

describe('the address of a remote', () => {
  it.each([
    ['git@github.com:acme/hello.git', { host: 'github.com', name: 'acme/hello' }],
    ['https://github.com/acme/hello', { host: 'github.com', name: 'acme/hello' }],
    ['https://token@github.com/acme/hello.js.git', { host: 'github.com', name: 'acme/hello.js' }],
    ['ssh://git@github.example:2222/acme/hello.git/', { host: 'github.example', name: 'acme/hello' }],
    ['/srv/git/hello.git', undefined],
    ['../hello', undefined],
    ['https://example.com/a/b/c', undefined],
    ['', undefined],
  ])('%s', (url, repository) => {
    expect(parseRemote(url)).toEqual(repository);
  });

  it.each([
    ['acme/Hello_World.js', 'hello-world-js'],
    ['acme/2048', 'app'],
    ['acme/-x-', 'x'],
    [`acme/${'long-'.repeat(10)}`, 'long-long-long-long-long-long-l'],
  ])('a service of %s is called %s', (repository, name) => {
    expect(nameService(repository)).toBe(name);
  });
});
