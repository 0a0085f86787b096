import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { FAR_AND_WIDE } from './far-and-wide.ts';
import { exampleYaml, resourcesOf, synthesise } from './synthesise.ts';

let stacks: Record<string, Template>;

beforeAll(() => {
  stacks = synthesise(FAR_AND_WIDE);
}, 60_000);

const text = (stack: string): string => JSON.stringify(stacks[stack]?.toJSON());
const propertiesOf = (stack: string, type: string): Record<string, unknown>[] =>
  resourcesOf(stacks[stack], type).map(([, { Properties }]) => Properties);

describe('other accounts and regions', () => {
  it('have a stack each: a role for an account, the sending on of events for every place but Bakewatch`s own', () => {
    expect(Object.keys(stacks).sort()).toEqual([
      'Bakewatch',
      'BakewatchEvents111111111111uswest2',
      'BakewatchEvents222222222222eucentral1',
      'BakewatchEvents222222222222useast1',
      'BakewatchRole222222222222bakewatchtarget',
    ]);
  });

  it('trust Bakewatch`s functions with the external id, its state machine for tasks, and nobody else of its account', () => {
    const [role] = propertiesOf('BakewatchRole222222222222bakewatchtarget', 'AWS::IAM::Role');
    expect(role).toMatchObject({ RoleName: 'bakewatch-target', Path: '/team/' });
    const { Statement } = (role?.['AssumeRolePolicyDocument'] ?? { Statement: [] }) as {
      Statement: { Condition?: Record<string, unknown> }[];
    };
    const conditions = Statement.map(({ Condition }) => JSON.stringify(Condition));
    expect(conditions).toHaveLength(2);
    expect(conditions[0]).toContain('"sts:ExternalId":"0a1b2c3d-4e5f-6071-8293"');
    expect(conditions[0]).toContain('role/bakewatch-eu-central-1-*');
    expect(conditions[1]).toContain('role/bakewatch-eu-central-1-release');
    expect(conditions[1]).toContain(':states:eu-central-1:111111111111:stateMachine:bakewatch-release');
  });

  it('let Bakewatch touch only the services, families and roles that the configuration names there', () => {
    const policy = text('BakewatchRole222222222222bakewatchtarget');
    expect(policy).toContain(':service/production/hello');
    expect(policy).toContain(':task-definition/hello-migrate:*');
    // Tests are run by the name of their family, whatever its newest revision is.
    expect(policy).toMatch(/:task-definition\/hello-smoke"/);
    expect(policy).toContain(':task-definition/hello-smoke:*');
    expect(policy).not.toContain('staging');
    expect(policy).not.toContain('hello-execution');
  });

  it('let Bakewatch see there whether an image is left, in the repositories of what is deployed there and no others', () => {
    const [policy] = propertiesOf('BakewatchRole222222222222bakewatchtarget', 'AWS::IAM::Policy');
    const { Statement } = (policy?.['PolicyDocument'] ?? { Statement: [] }) as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    const images = Statement.find(({ Action }) => Action === 'ecr:DescribeImages');
    expect(JSON.stringify(images?.Resource).match(/:ecr:[^"]+/g)).toEqual([
      ':ecr:eu-central-1:222222222222:repository/hello',
      ':ecr:us-east-1:222222222222:repository/hello',
    ]);
  });

  it('send on what ECS and CloudWatch tell, and Bakewatch believes it from these accounts only', () => {
    for (const rule of propertiesOf('BakewatchEvents222222222222useast1', 'AWS::Events::Rule')) {
      const { source } = rule['EventPattern'] as { source: string[] };
      expect(['aws.ecs', 'aws.cloudwatch']).toContain(source[0]);
      expect(JSON.stringify(rule['Targets'])).toContain(':events:eu-central-1:111111111111:event-bus/default');
    }
    const [policy] = propertiesOf('Bakewatch', 'AWS::Events::EventBusPolicy');
    expect(JSON.stringify(policy)).toContain('iam::222222222222:root');
    const rules = propertiesOf('Bakewatch', 'AWS::Events::Rule').filter((rule) => rule['EventPattern']);
    for (const rule of rules)
      expect(rule['EventPattern']).toMatchObject({ account: [{ Ref: 'AWS::AccountId' }, '222222222222'] });
  });

  it('say where it is explained that events cannot be sent on', () => {
    const [alarm] = propertiesOf('BakewatchEvents222222222222useast1', 'AWS::CloudWatch::Alarm');
    const [, anchor = 'none'] = /runbook\.md#(.+)$/.exec(String(alarm?.['AlarmDescription'])) ?? [];
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = runbook
      .match(/^#+ .+$/gm)
      ?.map((each) => each.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-'));
    expect(headings).toContain(anchor);
  });

  it('are assumed by those functions that reach targets, and by the state machine for its tasks', () => {
    const assuming = resourcesOf(stacks['Bakewatch'], 'AWS::IAM::Policy')
      .filter(([, { Properties }]) => JSON.stringify(Properties).includes('sts:AssumeRole'))
      .map(([id]) => id.replace(/(Functions)?(\w+?)RoleDefaultPolicy.*/, '$2'))
      .sort();
    expect(assuming).toEqual([
      'Release',
      'awaitbake',
      'awaitdeployment',
      'enterstage',
      'obeycommand',
      'preparemigration',
      'startdeployment',
      'startrollback',
    ]);
  });
});

describe('a role in Bakewatch`s own account', () => {
  it('needs no sending on where Bakewatch is: a bus that sends to itself would never come to an end', () => {
    const own = synthesise(FAR_AND_WIDE.replaceAll('222222222222', '111111111111'));
    expect(Object.keys(own).sort()).toEqual([
      'Bakewatch',
      'BakewatchEvents111111111111useast1',
      'BakewatchEvents111111111111uswest2',
      'BakewatchRole111111111111bakewatchtarget',
    ]);
    expect(resourcesOf(own['Bakewatch'], 'AWS::Events::EventBusPolicy')).toEqual([]);
  }, 60_000);
});

describe('API Gateway as the door', () => {
  it('has two routes, throttles before Lambda is called, and logs who called without what was said', () => {
    expect(propertiesOf('Bakewatch', 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)).toEqual([
      'POST /webhook',
      'POST /slack',
    ]);
    const [stage] = propertiesOf('Bakewatch', 'AWS::ApiGatewayV2::Stage');
    expect(stage).toMatchObject({ DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 200 } });
    expect(propertiesOf('Bakewatch', 'AWS::Lambda::Url')).toEqual([]);
    expect(propertiesOf('Bakewatch', 'AWS::Lambda::Permission').filter(({ Principal }) => Principal === '*')).toEqual(
      [],
    );
  });

  it('leaves the account its concurrency where that is asked for', () => {
    expect(text('Bakewatch')).not.toContain('ReservedConcurrentExecutions');
  });
});

describe('GitHub`s token', () => {
  it('is put into its secret with a command that the outputs have, where there is to be one', () => {
    const outputs = (template: Template | undefined) => template?.toJSON()['Outputs'] as Record<string, unknown>;
    expect(JSON.stringify(outputs(stacks['Bakewatch'])['PutGitHubToken'])).toContain('bakewatch/github-token');
    expect(outputs(synthesise(exampleYaml())['Bakewatch'])).not.toHaveProperty('PutGitHubToken');
  }, 60_000);

  it('is read only where it is needed and only when there is one', () => {
    const reading = resourcesOf(stacks['Bakewatch'], 'AWS::IAM::Policy')
      .filter(([, { Properties }]) => JSON.stringify(Properties).includes('bakewatch/github-token'))
      .map(([id]) => id.replace(/Functions(\w+?)RoleDefaultPolicy.*/, '$1'))
      .sort();
    expect(reading).toEqual(['awaitchecks', 'explaincommit', 'findlostpushes', 'preparerelease', 'reporttogithub']);
    const find = propertiesOf('Bakewatch', 'AWS::Lambda::Function').find(
      ({ FunctionName }) => FunctionName === 'bakewatch-find-lost-pushes',
    );
    expect(find?.['Environment']).toMatchObject({
      Variables: { GITHUB_HOOKS: '1001=1234567', GITHUB_TOKEN_SECRET: 'bakewatch/github-token' },
    });
  });
});
