import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionName } from '#infra/installation.ts';
import { readPolicies } from '#local/iam/template/read-policies.ts';
import type { Template as Read } from '#local/iam/template/template.ts';
import { excessesOf } from '#test/fixtures/iam/excesses-of.ts';
import { exampleYaml, resourcesOf, synthesise } from './synthesise.ts';

/** The example, whose image something else builds. */
const takesImages = (): string =>
  exampleYaml()
    .replace(/ {4}repository:\n +id: \d+.*\n +name: [\w/-]+.*\n/, '    image: { repository: team/hello, tag: main }\n')
    .replace(/ {4}(branch|paths|senders):.*\n/g, '')
    .replace(/ {4}build:\n( {6}.*\n)+/, '');

const rulesOf = (template: Template) =>
  resourcesOf(template, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
const functionsOf = (template: Template) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties['FunctionName']);
const policyOf = (template: Template, name: string): string =>
  JSON.stringify(resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) => id.includes(name.replaceAll('-', ''))));

describe('an installation for images that something else builds', () => {
  let template: Template;
  let example: Template;
  beforeAll(() => {
    template = synthesise(takesImages())['Bakewatch'] as Template;
    example = synthesise(exampleYaml())['Bakewatch'] as Template;
  }, 120_000);

  it('is woken by what ECR tells of pushes, from this account alone, and keeps what could not be handed over', () => {
    expect(rulesOf(template).find(({ Name }) => Name === 'bakewatch-images')).toMatchObject({
      EventPattern: {
        account: [{ Ref: 'AWS::AccountId' }],
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Action'],
        detail: { 'action-type': ['PUSH'], result: ['SUCCESS'] },
      },
      Targets: [{ DeadLetterConfig: expect.anything(), RetryPolicy: { MaximumEventAgeInSeconds: 300 } }],
    });
    expect(functionsOf(template)).toContain(functionName('receive-image'));
    expect(resourcesOf(template, 'AWS::Lambda::EventInvokeConfig')).toHaveLength(
      resourcesOf(example, 'AWS::Lambda::EventInvokeConfig').length + 1,
    );
  });

  it('has none of it where nothing takes images', () => {
    expect(rulesOf(example).map(({ Name }) => Name)).not.toContain('bakewatch-images');
    expect(functionsOf(example)).not.toContain(functionName('receive-image'));
    expect(policyOf(example, 'explain-commit')).not.toContain('ecr:');
  });

  it('has no door of a host that nobody pushes to', () => {
    expect(functionsOf(template)).not.toContain(functionName('receive-webhook'));
    expect(resourcesOf(template, 'AWS::Lambda::Url')).toHaveLength(1);
  });

  it.each(['receive-image', 'find-lost-pushes', 'explain-commit', 'prepare-release'])(
    'lets %s look at the tags of that repository',
    (name) => {
      expect(policyOf(template, name)).toContain('ecr:DescribeImages');
      expect(policyOf(template, name)).toContain(':repository/team/hello');
    },
  );

  it('builds nothing, and may not', async () => {
    const all = JSON.stringify(resourcesOf(template, 'AWS::IAM::Policy'));
    expect(all).not.toContain('project/undefined');
    expect(policyOf(template, 'note-build')).not.toContain('codebuild:');
    expect(await excessesOf(readPolicies([template.toJSON() as unknown as Read]))).toEqual([]);
  });
});
