import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '#core/intake/repository-id.ts';
import { FUNCTIONS, functionName, functionsFor, HANDED_OVER, rulesFor, STREAMS } from '#infra/installation.ts';
import { exampleYaml, type Resource, resourcesOf, synthesise } from './synthesise.ts';

const GITHUB: ReadonlySet<Host> = new Set(['github']);
let template: Template;

beforeAll(() => {
  template = synthesise(exampleYaml())['Bakewatch'] as Template;
}, 60_000);

const all = (type?: string): [string, Resource][] => resourcesOf(template, type);
const functionsOf = (name: string): Resource[] =>
  all('AWS::Lambda::Function')
    .map(([, each]) => each)
    .filter(({ Properties }) => Properties['FunctionName'] === functionName(name));

describe('the ledger', () => {
  it('outlives the stack, can be restored to any second, is encrypted, and forgets what has expired', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: 'bakewatch',
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      },
    });
  });

  const kept = (how: string): string[] => [
    ...new Set(
      all()
        .filter(([, { DeletionPolicy }]) => DeletionPolicy === how)
        .map(([, { Type }]) => Type),
    ),
  ];

  it('is all that is left when the stack is destroyed', () => {
    expect(kept('Retain')).toEqual(['AWS::DynamoDB::Table']);
  });

  it('is not hindered by versions: older ones stay, those of a deployment that was rolled back go', () => {
    expect(kept('RetainExceptOnCreate').sort()).toEqual([
      'AWS::Lambda::Version',
      'AWS::StepFunctions::StateMachineVersion',
    ]);
  });

  it('gets the configuration whenever that has changed, and fails a deployment that cannot write it', () => {
    const [[, applied] = []] = all('Custom::BakewatchConfiguration');
    const changed = synthesise(exampleYaml().replace('for: 10m', 'for: 11m'))['Bakewatch'];
    const [[, after] = []] = resourcesOf(changed, 'Custom::BakewatchConfiguration');
    expect(applied?.Properties['hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(after?.Properties['hash']).not.toBe(applied?.Properties['hash']);
    expect(Number(applied?.Properties['ServiceTimeout'])).toBeLessThanOrEqual(300);
  }, 60_000);
});

describe('functions', () => {
  it('are those of the installation, on arm64 and Node 24, traced, each with a role and a log of its own', () => {
    const made = all('AWS::Lambda::Function').map(([, { Properties }]) => Properties);
    expect(made.map(({ FunctionName }) => FunctionName).sort()).toEqual(
      functionsFor(GITHUB)
        .map(({ name }) => functionName(name))
        .sort(),
    );
    for (const each of made)
      expect(each).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: expect.anything() },
      });
    expect(new Set(made.map(({ Role }) => JSON.stringify(Role))).size).toBe(made.length);
  });

  it('are called by nobody from outside but where a signature is asked for', () => {
    const open = all('AWS::Lambda::Permission').filter(([, { Properties }]) => Properties['Principal'] === '*');
    const called = open.map(([, { Properties }]) => JSON.stringify(Properties['FunctionName']));
    const doors = ['receivewebhook', 'receiveslack'];
    expect(new Set(called).size).toBe(2);
    for (const each of called) expect(doors.some((door) => each.includes(`Functions${door}`))).toBe(true);
    expect(open.map(([, { Properties }]) => Properties['Action'])).not.toContain('lambda:*');
    expect(all('AWS::Lambda::Url').length).toBe(2);
  });

  it('that stand at a door have concurrency of their own, the others share', () => {
    const shared = exampleYaml().replace(/ *concurrency:.*\n/, '');
    const kept = resourcesOf(synthesise(shared)['Bakewatch'], 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties['ReservedConcurrentExecutions'] !== undefined,
    );
    expect(
      kept.map(([, { Properties }]) => [Properties['FunctionName'], Properties['ReservedConcurrentExecutions']]),
    ).toEqual([
      ['bakewatch-receive-webhook', 20],
      ['bakewatch-receive-slack', 5],
    ]);
  }, 60_000);

  it('share what there is in the example: a young account has ten, and lets none of them be kept', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('ReservedConcurrentExecutions');
  });

  it('keep their logs for a while, not for ever, and take them along', () => {
    const logs = all('AWS::Logs::LogGroup');
    expect(logs.length).toBeGreaterThan(functionsFor(GITHUB).length);
    for (const [, log] of logs) {
      expect(log.Properties['RetentionInDays']).toBe(90);
      expect(log.DeletionPolicy).toBe('Delete');
    }
  });

  it('are told how to reach each other by the very names that they are given', () => {
    const [slack] = functionsOf('receive-slack');
    expect(slack?.Properties['Environment']).toMatchObject({
      Variables: {
        OBEY_COMMAND_FUNCTION: 'bakewatch-obey-command',
        SLACK_SIGNING_SECRET_ID: 'bakewatch/slack-signing',
      },
    });
    const [start] = functionsOf('start-release');
    expect(JSON.stringify(start?.Properties['Environment'])).toContain(':stateMachine:bakewatch-release:live');
  });
});

describe('what is handed over asynchronously', () => {
  it('ends in the queue of dead letters when it cannot be done: events, streams, calls', () => {
    const rules = all('AWS::Events::Rule').flatMap(
      ([, { Properties }]) => Properties['Targets'] as { DeadLetterConfig?: unknown }[],
    );
    expect(rules.length).toBeGreaterThanOrEqual(5);
    for (const target of rules) expect(target.DeadLetterConfig).toBeDefined();
    const streams = all('AWS::Lambda::EventSourceMapping');
    expect(streams.length).toBe(STREAMS.length);
    for (const [, { Properties }] of streams)
      expect(Properties).toMatchObject({
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: { Filters: [{ Pattern: expect.any(String) }] },
      });
    for (const [, { Properties }] of all('AWS::Lambda::EventInvokeConfig'))
      expect(Properties).toMatchObject({ DestinationConfig: { OnFailure: { Destination: expect.anything() } } });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'bakewatch-dead-letters',
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  it('is tried by EventBridge for as long as it is worth something, and not for its day', () => {
    const longest = Object.fromEntries(HANDED_OVER.map((each) => [each.function, each.longestSeconds]));
    for (const { name, calls } of rulesFor(new Set(['github']))) {
      const rule = all('AWS::Events::Rule').find(([, { Properties }]) => Properties['Name'] === name)?.[1];
      expect(rule?.Properties['Targets'], name).toMatchObject([
        { RetryPolicy: { MaximumEventAgeInSeconds: longest[calls] } },
      ]);
    }
  });

  it('is only believed from this account', () => {
    for (const [, { Properties }] of all('AWS::Events::Rule')) {
      const pattern = Properties['EventPattern'] as { account?: unknown } | undefined;
      if (pattern) expect(pattern.account).toEqual([{ Ref: 'AWS::AccountId' }]);
    }
    expect(all('AWS::Events::EventBusPolicy')).toEqual([]);
  });
});

describe('the state machine', () => {
  it('is published as a version, which new releases are started with by an alias', () => {
    const [[version] = []] = all('AWS::StepFunctions::StateMachineVersion');
    template.hasResourceProperties('AWS::StepFunctions::StateMachineAlias', {
      Name: 'live',
      DeploymentPreference: { StateMachineVersionArn: { Ref: version }, Type: 'ALL_AT_ONCE' },
    });
    template.hasResourceProperties('AWS::StepFunctions::StateMachineVersion', {
      StateMachineRevisionId: { 'Fn::GetAtt': [Match.anyValue(), 'StateMachineRevisionId'] },
    });
  });

  it('calls published versions of its functions: what an execution began with, it ends with', () => {
    const [[, machine] = []] = all('AWS::StepFunctions::StateMachine');
    const substitutions = machine?.Properties['DefinitionSubstitutions'] as Record<string, { Ref?: string }>;
    const versions = new Set(all('AWS::Lambda::Version').map(([id]) => id));
    expect(Object.keys(substitutions).length).toBe(FUNCTIONS.filter(({ isTask }) => isTask).length);
    for (const { Ref = '' } of Object.values(substitutions)) expect(versions).toContain(Ref);
  });

  it('is logged and traced; task tokens, which open doors, stay out of the log', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });
});

describe('outputs', () => {
  it('say where webhooks go, and the command that tells GitHub so without showing the secret', () => {
    const outputs = template.toJSON()['Outputs'] as Record<string, { Value: unknown }>;
    const said = JSON.stringify(outputs['AddWebhook1001']?.Value);
    expect(said).toContain('gh api repos/you/hello/hooks');
    expect(said).toContain('config[content_type]=json');
    expect(said).toContain('get-secret-value');
    expect(said).not.toContain('check_run');
    expect(Object.keys(outputs)).toEqual(
      expect.arrayContaining(['WebhookUrl', 'SlackUrl', 'AddWebhookPage1001', 'Releases', 'History']),
    );
  });

  it('have the webhook tell of checks, too, where a service of the repository requires some', () => {
    const checked = exampleYaml().replace(/^( +)build:/m, '$1checks: { require: [test] }\n$1build:');
    const outputs = synthesise(checked)['Bakewatch']?.toJSON()['Outputs'] as Record<string, { Value: unknown }>;
    for (const event of ['push', 'status', 'check_run', 'check_suite'])
      expect(JSON.stringify(outputs['AddWebhook1001']?.Value)).toContain(`events[]=${event}`);
  });
});
