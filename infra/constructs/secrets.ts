import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Host } from '#core/intake/repository-id.ts';
import {
  BITBUCKET_SECRET,
  BITBUCKET_WEBHOOK_SECRET,
  GITHUB_SECRET,
  GITLAB_SECRET,
  GITLAB_WEBHOOK_SECRET,
  SLACK_SECRET,
  SLACK_SIGNING_SECRET,
  WEBHOOK_SECRET,
} from '../installation.ts';
import { acknowledge } from './acknowledge.ts';

/** What a person puts in after the installation stands as this until then; it opens nothing. */
const NOT_SET = 'not-set';

/** The secrets. Those that others issue (Slack, GitHub) are put in by a person, as docs/install.md says; deployments leave them alone. */
export class Secrets extends Construct {
  constructor(scope: Construct, id: string, { hosts }: { hosts: ReadonlySet<Host> }) {
    super(scope, id);
    this.add('Webhook', WEBHOOK_SECRET, 'What GitHub signs webhooks with. Drawn at installation.', 'drawn');
    // Drawn, so that nobody can sign a click before Slack`s own is put in.
    this.add('SlackSigning', SLACK_SIGNING_SECRET, 'What Slack signs clicks with: put in Slack`s own.', 'drawn');
    this.add('SlackToken', SLACK_SECRET, 'The token of the Slack app`s bot.', 'given');
    this.add('GitHubToken', GITHUB_SECRET, 'What GitHub is asked with: a token, or a GitHub App as JSON.', 'given');
    if (hosts.has('gitlab')) {
      this.add(
        'GitLabWebhook',
        GITLAB_WEBHOOK_SECRET,
        'What GitLab`s webhooks are known by. Drawn at installation.',
        'drawn',
      );
      this.add('GitLabToken', GITLAB_SECRET, 'GitLab`s token, where projects are private.', 'given');
    }
    if (hosts.has('bitbucket')) {
      this.add(
        'BitbucketWebhook',
        BITBUCKET_WEBHOOK_SECRET,
        'What Bitbucket signs webhooks with. Drawn at installation.',
        'drawn',
      );
      this.add('BitbucketToken', BITBUCKET_SECRET, 'Bitbucket`s token, where repositories are private.', 'given');
    }
  }

  private add(id: string, secretName: string, description: string, value: 'drawn' | 'given'): void {
    const secret = new Secret(this, id, {
      secretName,
      description,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(value === 'drawn'
        ? { generateSecretString: { passwordLength: 64, excludePunctuation: true } }
        : { secretStringValue: SecretValue.unsafePlainText(NOT_SET) }),
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'It is shared with GitHub or Slack, who cannot be told of a new value by AWS: docs/runbook.md says how to rotate it by hand, with both values valid meanwhile.',
    });
  }
}
