import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';
import { makePlan, turnPlan } from '#core/plan/make-plan.ts';
import type { Release } from '#core/release/release.ts';

const release: Release = {
  service: 'hello',
  number: 7,
  sha: 'a'.repeat(40),
  ref: 'refs/heads/main',
  before: 'b'.repeat(40),
  repositoryId: 1,
  repositoryName: 'you/hello',
  author: 'amy',
  subject: 'x',
  state: 'ACCEPTED',
  acceptedAt: 0,
  events: 1,
};

/** The plan of a service whose only stage has the given lines. */
function planOf(stageLines: string, reuse?: string, places = ['region: eu-central-1']) {
  const targets = places.map((place, i) => `{ cluster: c, service: hello${i || ''}, container: app, ${place} }`);
  const text = `
installation: { account: "111111111111", region: eu-central-1, externalId: 0a1b2c3d-4e5f-6071 }
services:
  hello:
    repository: { id: 1, name: you/hello }
    build: { project: hello-build, image: hello }
    stages:
      - name: staging
        targets: [${targets.join(', ')}]
${stageLines.replaceAll(/^/gm, '        ')}`;
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const service = parsed.config.services['hello'];
  if (!service) throw new Error('the service is gone');
  return makePlan(release, service, reuse);
}

const stageOf = (lines: string) => planOf(lines).stages[0];

describe('the plan of a release', () => {
  it('names the release, its commit and its build, in seconds where the state machine counts in seconds', () => {
    expect(planOf('')).toMatchObject({
      release: 'hello#7',
      sha: release.sha,
      build: { project: 'hello-build', image: 'hello', digestVariable: 'IMAGE_DIGEST', timeoutSeconds: 3_600 },
    });
  });

  it('reuses the artifact of the same commit, and says so only then', () => {
    expect(planOf('', 'sha256:1').build.reuse).toBe('sha256:1');
    expect('reuse' in planOf('').build).toBe(false);
  });

  it('looks after 30 s at first and never limits the gap, unless the stage asks for closer looks', () => {
    expect(stageOf('')?.looks).toEqual({ first: 30, atMost: 31_536_000 });
    expect(stageOf('lookEvery: 5s')?.looks).toEqual({ first: 5, atMost: 5 });
  });

  it('bakes for no time and watches nothing where no bake is written, in the region of its first target', () => {
    expect(stageOf('')?.bake).toMatchObject({ forMs: 0, atMostMs: 0, alarms: [], where: { region: 'eu-central-1' } });
  });

  it('reads alarms with the first target, in its region and by its role, whatever the others say', () => {
    const role = 'arn:aws:iam::222222222222:role/bakewatch-target';
    const [stage] = planOf('', undefined, [`region: eu-west-1, role: ${role}`, 'region: us-east-1']).stages;
    expect(stage?.bake.where).toEqual({ region: 'eu-west-1', role });
    expect(stage?.targets).toMatchObject([
      { region: 'eu-west-1', role },
      { region: 'us-east-1', service: 'hello1' },
    ]);
  });

  it('extends a bake to three times its length where nothing else is written', () => {
    const bake = stageOf('bake: { for: 10m, alarms: [errors] }')?.bake;
    expect(bake).toMatchObject({ forMs: 600_000, atMostMs: 1_800_000, inconclusive: 'hold' });
  });

  it.each<[string, string, object]>([
    [
      'an HTTP question',
      'verify: { url: "http://x/", expectBody: hi }',
      { kind: 'http', expectStatus: 200, expectBody: 'hi' },
    ],
    [
      'a CodeBuild project',
      'verify: { project: tests, within: 5m }',
      { kind: 'project', project: 'tests', withinSeconds: 300 },
    ],
    [
      'an ECS task',
      'verify: { task: tests, cluster: c }',
      { kind: 'task', task: 'tests', cluster: 'c', withinSeconds: 1_800 },
    ],
  ])('verifies by %s', (_name, lines, verify) => {
    expect(stageOf(lines)?.verify).toMatchObject(verify);
  });

  it('migrates in seconds, with the network of Fargate as RunTask spells it, and reversibly unless told otherwise', () => {
    const lines = 'migrate: { task: migrations, container: migrate, cluster: c, within: 5m, subnets: [subnet-1] }';
    expect(stageOf(lines)?.migrate).toEqual({
      task: 'migrations',
      container: 'migrate',
      cluster: 'c',
      withinSeconds: 300,
      reversible: true,
      network: { LaunchType: 'FARGATE', NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } } },
    });
  });

  it('asks for approvals and windows only where they are written', () => {
    expect(stageOf('approval: { from: 2 }')?.approval).toEqual({
      from: 2,
      authorMayApprove: false,
      within: 86_400_000,
    });
    const plain = stageOf('');
    for (const absent of ['approval', 'windows', 'migrate', 'turn']) expect(plain).not.toHaveProperty(absent);
  });

  describe('that takes a stage back', () => {
    const lines = [
      'approval: { from: 2 }',
      'migrate: { task: migrations, container: migrate, cluster: c }',
      'verify: { project: tests }',
      'rollbackWithin: 7m',
      'bake: { for: 10m, alarms: [errors] }',
    ].join('\n');

    it('is that stage alone, and nobody is asked, nothing run and nothing watched', () => {
      const turned = turnPlan(planOf(lines), 'staging', 'settle', 'nobody drove it any more');
      expect(turned).toMatchObject({ turn: 'settle', release: 'hello#7' });
      const [stage, ...others] = turned?.stages ?? [];
      expect(others).toEqual([]);
      expect(stage).toMatchObject({
        name: 'staging',
        last: true,
        rollbackWithin: 420_000,
        turn: { kind: 'settle', why: 'nobody drove it any more' },
        bake: { forMs: 0, atMostMs: 0, alarms: [] },
      });
      for (const gone of ['approval', 'migrate', 'verify', 'windows']) expect(stage).not.toHaveProperty(gone);
    });

    it('can be made of one that takes it back already, with another why', () => {
      const turned = turnPlan(planOf(lines), 'staging', 'rollback', 'amy wants it');
      const settled = turned && turnPlan(turned, 'staging', 'settle', 'it died');
      expect(settled).toMatchObject({ turn: 'settle', stages: [{ turn: { kind: 'settle', why: 'it died' } }] });
    });

    it('waits for no checks: what it goes back to had them, and so had what it makes safe', () => {
      const plan = {
        ...planOf(lines),
        checks: { require: ['build'], within: 60_000, looks: { first: 30, atMost: 60 } },
      };
      for (const kind of ['rollback', 'settle'] as const)
        expect(turnPlan(plan, 'staging', kind, 'why')).not.toHaveProperty('checks');
    });

    it('is none where the stage is not there', () => {
      expect(turnPlan(planOf(lines), 'canary', 'settle', 'why')).toBeUndefined();
    });
  });

  it('gives a Fargate test task its network as RunTask spells it, and an EC2 one none', () => {
    const fargate = stageOf('verify: { task: tests, cluster: c, subnets: [subnet-1], securityGroups: [sg-1] }')?.verify;
    expect(fargate).toMatchObject({
      network: {
        LaunchType: 'FARGATE',
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'] } },
      },
    });
    expect(stageOf('verify: { task: tests, cluster: c }')?.verify).not.toHaveProperty('network');
  });
});
