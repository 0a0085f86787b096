import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse-config.ts';
import { makePlan, turnPlan } from '#core/plan/make-plan.ts';
import { aRelease } from '#test/fixtures/ledger.ts';

const TEXT = `
services:
  hello:
    repository: { id: 1, name: you/hello }
    build: { project: hello-build, image: hello }
    stages:
      - name: staging
        targets: [{ cluster: c, service: hello, container: app }]
      - name: production
        targets: [{ cluster: c, service: hello, container: app }]
        approval: { from: 2 }
        windows: [{ allow: "mon-fri 09:00-17:00", zone: Europe/Berlin }]
        migrate: { task: migrate, container: app, cluster: c, within: 90s, reversible: false, subnets: [subnet-0a] }
        verify: { url: "http://x/" }
        bake: { for: 10m, alarms: [errors], inconclusive: rollback }
`;

function planOf() {
  const parsed = parseConfig(TEXT);
  const hello = parsed.ok ? parsed.config.services['hello'] : undefined;
  if (!hello) throw new Error(JSON.stringify(parsed));
  return makePlan(aRelease(), hello);
}

describe('the plan of a way forward', () => {
  it('has what people and a migration are asked for, in the units of the state machine', () => {
    expect(planOf().stages[1]).toMatchObject({
      approval: { from: 2, within: 86_400_000, authorMayApprove: false },
      windows: [{ effect: 'allow' }],
      migrate: {
        task: 'migrate',
        container: 'app',
        cluster: 'c',
        reversible: false,
        withinSeconds: 90,
        network: { LaunchType: 'FARGATE', NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-0a'] } } },
      },
    });
    expect(planOf().stages[0]).not.toMatchObject({ approval: expect.anything() });
  });
});

describe('the stages of a plan', () => {
  it('are in the order of the file, the last one known as such, their targets named by their services', () => {
    const { stages } = planOf();
    expect(stages.map(({ name, last }) => [name, last])).toEqual([
      ['staging', false],
      ['production', true],
    ]);
    expect(stages[0]?.targets).toEqual([{ name: 'hello', cluster: 'c', service: 'hello', container: 'app' }]);
    expect(stages.map(({ bake }) => bake.inconclusive)).toEqual(['hold', 'rollback']);
  });
});

describe('the plan of a way back', () => {
  const back = turnPlan(planOf(), 'production', 'rollback', 'amy: it is slow');

  it('is one stage, the last one, with the same targets and times', () => {
    const [, production] = planOf().stages;
    expect(back).toMatchObject({ release: 'hello#7', turn: 'rollback' });
    expect(back?.stages).toHaveLength(1);
    expect(back?.stages[0]).toMatchObject({
      name: 'production',
      last: true,
      targets: production?.targets,
      rollbackWithin: production?.rollbackWithin,
      turn: { kind: 'rollback', why: 'amy: it is slow' },
    });
  });

  it('asks nobody, migrates and tests nothing, and watches nothing but the proof', () => {
    for (const key of ['approval', 'windows', 'migrate', 'verify']) expect(back?.stages[0]).not.toHaveProperty(key);
    expect(back?.stages[0]?.bake).toMatchObject({ forMs: 0, atMostMs: 0, alarms: [], inconclusive: 'rollback' });
  });

  it('is none for a stage that the plan does not have', () => {
    expect(turnPlan(planOf(), 'nowhere', 'settle', 'x')).toBeUndefined();
  });
});
