import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';
import { makePlan } from '#core/plan/make-plan.ts';
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
function planOf(stageLines: string, reuse?: string) {
  const text = `
services:
  hello:
    repository: { id: 1, name: you/hello }
    build: { project: hello-build, image: hello }
    stages:
      - name: staging
        targets: [{ cluster: c, service: hello, container: app, region: eu-central-1 }]
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
