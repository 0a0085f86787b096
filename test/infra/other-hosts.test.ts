import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionName } from '#infra/installation.ts';
import { atBitbucket, atGitLab } from './at-other-hosts.ts';
import { exampleYaml, resourcesOf, synthesise } from './synthesise.ts';

/** How an installation of these hosts differs from the example's. */
const HOSTS = [
  {
    host: 'GitLab',
    yaml: atGitLab(),
    door: 'receive-gitlab',
    path: '/gitlab',
    secrets: ['bakewatch/gitlab-token', 'bakewatch/gitlab-webhook'],
    outputs: ['AddGitLabWebhookPage42', 'GitLabWebhookSecret', 'GitLabWebhookUrl', 'PutGitLabToken'],
    page: 'https://git.example.com/acme/shop/hello/-/hooks',
    asked: { GITLAB_URL: 'https://git.example.com', GITLAB_TOKEN_SECRET: 'bakewatch/gitlab-token' },
  },
  {
    host: 'Bitbucket',
    yaml: atBitbucket(),
    door: 'receive-bitbucket',
    path: '/bitbucket',
    secrets: ['bakewatch/bitbucket-token', 'bakewatch/bitbucket-webhook'],
    outputs: [
      'AddBitbucketWebhookPagefbd7ba252d0e4a4c9d6b0f5a8f4e1c3a',
      'BitbucketWebhookSecret',
      'BitbucketWebhookUrl',
      'PutBitbucketToken',
    ],
    page: 'https://bitbucket.org/acme/hello/admin/webhooks',
    asked: { BITBUCKET_TOKEN_SECRET: 'bakewatch/bitbucket-token' },
  },
];

const named = (template: Template, type: string, name: string): string[] =>
  resourcesOf(template, type)
    .map(([, { Properties }]) => String(Properties[name]))
    .sort();
const policyOf = (template: Template, name: string): string =>
  JSON.stringify(resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) => id.includes(name.replaceAll('-', ''))));

describe.each(HOSTS)(
  'an installation for repositories at $host',
  ({ yaml, door, path, secrets, outputs, page, asked }) => {
    let template: Template;
    let example: Template;
    beforeAll(() => {
      template = synthesise(yaml)['Bakewatch'] as Template;
      example = synthesise(exampleYaml())['Bakewatch'] as Template;
    }, 120_000);

    it('has that host`s door instead of GitHub`s, which nobody would use', () => {
      const functions = named(template, 'AWS::Lambda::Function', 'FunctionName');
      expect(functions).toContain(functionName(door));
      expect(functions).not.toContain(functionName('receive-webhook'));
      expect(named(example, 'AWS::Lambda::Function', 'FunctionName')).not.toContain(functionName(door));
      expect(resourcesOf(template, 'AWS::Lambda::Url')).toHaveLength(2);
    });

    it('has the door behind the one API, where that is chosen', () => {
      const behind = synthesise(
        yaml.replace(/( *)frontDoor:.*\n/, '').replace('installation:\n', 'installation:\n  frontDoor: http-api\n'),
      )['Bakewatch'];
      const routes = resourcesOf(behind, 'AWS::ApiGatewayV2::Route').map(
        ([, { Properties }]) => Properties['RouteKey'],
      );
      expect(routes.sort()).toEqual([`POST ${path}`, 'POST /slack'].sort());
    }, 60_000);

    it('has secrets of its own, which only who needs them may read', () => {
      const made = named(template, 'AWS::SecretsManager::Secret', 'Name');
      expect(made).toEqual(expect.arrayContaining(secrets));
      expect(named(example, 'AWS::SecretsManager::Secret', 'Name')).not.toEqual(expect.arrayContaining([secrets[0]]));
      const [token = '', webhook = ''] = secrets;
      expect(policyOf(template, door)).toContain(webhook);
      expect(policyOf(template, 'prepare-release')).toContain(token);
      expect(policyOf(template, 'prepare-release')).not.toContain(webhook);
      expect(policyOf(template, 'receive-slack')).not.toContain(token);
    });

    it('asks that host, with its token', () => {
      const [[, prepare] = []] = resourcesOf(template, 'AWS::Lambda::Function').filter(
        ([, { Properties }]) => Properties['FunctionName'] === functionName('prepare-release'),
      );
      expect(prepare?.Properties['Environment']).toMatchObject({ Variables: asked });
    });

    it('says where webhooks are set up, and with which secret', () => {
      const made = template.toJSON()['Outputs'] as Record<string, { Value: unknown }>;
      expect(Object.keys(made)).toEqual(expect.arrayContaining(outputs));
      expect(made[outputs[0] ?? '']?.Value).toBe(page);
      expect(made['WebhookUrl']).toBeUndefined();
    });

    it('is called when its door is throttled', () => {
      const [[, alarm] = []] = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(
        ([, { Properties }]) => Properties['AlarmName'] === 'bakewatch-functions-throttled',
      );
      expect(JSON.stringify(alarm)).toContain(functionName(door));
      expect(JSON.stringify(alarm)).not.toContain(functionName('receive-webhook'));
    });
  },
);
