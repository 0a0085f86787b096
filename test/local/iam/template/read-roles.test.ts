// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written with them.
import { describe, expect, it } from 'vitest';
import { createAuthorizer } from '#local/iam/create-authorizer.ts';
import { readRoles } from '#local/iam/template/read-roles.ts';
import type { Template } from '#local/iam/template/template.ts';

const US = 'us-east-1:000000000000';
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

const Table = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'ledger' } };
const ReaderRole = { Type: 'AWS::IAM::Role', Properties: {} as Record<string, unknown> };
const Reader = {
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'app-reader', Role: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] } },
};

/** The one statement of the function's role when its policy names this resource. */
const resourceOf = (Resource: unknown, more: Partial<Template> = {}): unknown => {
  const Policy = {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', Roles: [{ Ref: 'ReaderRole' }], PolicyDocument: document(allow('x:Y', Resource)) },
  };
  const Resources = { Table, Reader, ReaderRole, Policy, ...more.Resources };
  const { roles } = readRoles([{ ...more, Resources }]);
  const statements = (roles.functions['app-reader']?.policies['Policy']?.Statement ?? []) as { Resource: unknown }[];
  return statements[0]?.Resource;
};

describe('the value of', () => {
  const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } };
  const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'app/webhook' } };
  const machine = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: { StateMachineName: 'release', RoleArn: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] } },
  };
  const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
  it.each<[string, unknown, unknown, Partial<Template>?]>([
    ['a text', 'arn:aws:s3:::a', 'arn:aws:s3:::a'],
    ['GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, `arn:aws:dynamodb:${US}:table/ledger`],
    ['GetAtt with a dot', { 'Fn::GetAtt': 'Table.Arn' }, `arn:aws:dynamodb:${US}:table/ledger`],
    [
      'a list',
      [{ 'Fn::GetAtt': ['Table', 'Arn'] }, join({ 'Fn::GetAtt': ['Table', 'Arn'] }, '/index/*')],
      [`arn:aws:dynamodb:${US}:table/ledger`, `arn:aws:dynamodb:${US}:table/ledger/index/*`],
    ],
    [
      'Join with pseudo parameters',
      join(
        'arn:',
        { Ref: 'AWS::Partition' },
        ':ecs:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        ':service/a',
      ),
      `arn:aws:ecs:${US}:service/a`,
    ],
    [
      'Sub',
      { 'Fn::Sub': 'arn:${AWS::Partition}:x:::${Table}/${!k}/${Table.Arn}' },
      `arn:aws:x:::ledger/$\{k}/arn:aws:dynamodb:${US}:table/ledger`,
    ],
    ['Sub with variables', { 'Fn::Sub': ['arn:aws:x:::${Name}', { Name: { Ref: 'Table' } }] }, 'arn:aws:x:::ledger'],
    [
      'Select of Split',
      join('arn:aws:x:::', { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Table', 'Arn'] }] }] }),
      'arn:aws:x:::ledger',
    ],
    ['a queue', { 'Fn::GetAtt': ['Queue', 'Arn'] }, `arn:aws:sqs:${US}:dead`, { Resources: { Queue: queue } }],
    [
      'a secret, whose last six characters nobody knows',
      { Ref: 'Secret' },
      `arn:aws:secretsmanager:${US}:secret:app/webhook-??????`,
      { Resources: { Secret: secret } },
    ],
    [
      'a state machine',
      { Ref: 'Machine' },
      `arn:aws:states:${US}:stateMachine:release`,
      { Resources: { Machine: machine } },
    ],
    [
      'the name of a state machine',
      join('arn:aws:x:::', { 'Fn::GetAtt': ['Machine', 'Name'] }),
      'arn:aws:x:::release',
      { Resources: { Machine: machine } },
    ],
    [
      'a parameter with a default',
      join('arn:aws:x:::', { Ref: 'P' }),
      'arn:aws:x:::p',
      { Parameters: { P: { Default: 'p' } } },
    ],
  ])('%s', (_, resource, expected, more) => {
    expect(resourceOf(resource, more)).toEqual(expected);
  });

  it.each<[string, unknown, RegExp, Partial<Template>?]>([
    ['another function', { 'Fn::FindInMap': ['a', 'b', 'c'] }, /Fn::FindInMap is not understood/],
    ['what does not exist', { Ref: 'Nothing' }, /called Nothing/],
    ['a parameter without a default', { Ref: 'P' }, /called P/, { Parameters: { P: {} } }],
    ['an attribute that is not known', { 'Fn::GetAtt': ['Table', 'Size'] }, /Table.Size/],
    [
      'a kind that is not known',
      { Ref: 'Odd' },
      /names of AWS::Odd::Thing/,
      { Resources: { Odd: { Type: 'AWS::Odd::Thing' } } },
    ],
    [
      'a table without a name',
      { Ref: 'Bare' },
      /Bare \(AWS::DynamoDB::Table\) has no fixed TableName/,
      { Resources: { Bare: { Type: 'AWS::DynamoDB::Table' } } },
    ],
    ['an import of nothing', { 'Fn::ImportValue': 'gone' }, /No stack exports gone/],
  ])('%s is refused', (_, resource, message, more) => {
    expect(() => resourceOf(resource, more)).toThrow(message);
  });
});

describe('the roles of an app', () => {
  const withRole = (properties: Record<string, unknown>, more: Template['Resources'] = {}) =>
    readRoles([{ Resources: { Table, Reader, ReaderRole: { ...ReaderRole, Properties: properties }, ...more } }]);
  const policy = document(allow('dynamodb:GetItem', { 'Fn::GetAtt': ['Table', 'Arn'] }));
  const mayRead = ({ roles }: ReturnType<typeof readRoles>): boolean => {
    const { authorize } = createAuthorizer(roles);
    const call = { service: 'dynamodb', operation: 'GetItem', input: { TableName: 'ledger' } };
    const facts = { secretArn: () => undefined, partitionKey: () => undefined, taskDefinition: () => undefined };
    return authorize({ kind: 'function', name: 'app-reader' }, call, facts) === undefined;
  };
  const attached = (Type: string, more: object = { Roles: [{ Ref: 'ReaderRole' }] }) => ({
    Attached: { Type, Properties: { PolicyDocument: policy, ...more } },
  });

  it.each<[string, ReturnType<typeof readRoles>]>([
    ['written into them', withRole({ Policies: [{ PolicyName: 'inline', PolicyDocument: policy }] })],
    ['attached as a policy', withRole({}, attached('AWS::IAM::Policy'))],
    ['attached as a managed policy', withRole({}, attached('AWS::IAM::ManagedPolicy'))],
    [
      'that they attach',
      withRole({ ManagedPolicyArns: [{ Ref: 'Attached' }] }, attached('AWS::IAM::ManagedPolicy', {})),
    ],
    ['attached one by one', withRole({}, attached('AWS::IAM::RolePolicy', { RoleName: { Ref: 'ReaderRole' } }))],
    ['of roles that have names', withRole({ RoleName: 'reader' }, attached('AWS::IAM::Policy'))],
  ])('have the policies %s', (_, read) => {
    expect(mayRead(read)).toBe(true);
  });

  it('have no policies of others', () => {
    expect(mayRead(withRole({}, attached('AWS::IAM::Policy', { Roles: ['other'] })))).toBe(false);
    expect(mayRead(withRole({}, attached('AWS::IAM::ManagedPolicy', {})))).toBe(false);
  });

  it('tell of policies that AWS manages, which grant nothing here', () => {
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    const read = withRole({
      ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, basic.slice(7)]] }],
    });
    expect(read.managedByAws).toEqual([{ role: 'ReaderRole', arn: basic }]);
    expect(mayRead(read)).toBe(false);
  });

  it('with a boundary are refused: it would be passed over', () => {
    expect(() => withRole({ PermissionsBoundary: 'arn:aws:iam::1:policy/b' })).toThrow(
      /ReaderRole has a permissions boundary/,
    );
  });

  it('that are not in the templates are refused', () => {
    const Other = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'o', Role: 'arn:aws:iam::1:role/o' } };
    expect(() => withRole({}, { Other })).toThrow(/Other works under arn:aws:iam::1:role\/o/);
  });

  it('may be in another stack than what they are for', () => {
    const exporting: Template = {
      Resources: {
        Table,
        ReaderRole: { ...ReaderRole, Properties: { Policies: [{ PolicyName: 'inline', PolicyDocument: policy }] } },
      },
      Outputs: {
        Role: {
          Value: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] },
          Export: { Name: { 'Fn::Join': ['-', ['app', 'role']] } },
        },
      },
    };
    const importing: Template = {
      Resources: {
        Reader: { ...Reader, Properties: { FunctionName: 'app-reader', Role: { 'Fn::ImportValue': 'app-role' } } },
      },
    };
    expect(mayRead(readRoles([importing, exporting]))).toBe(true);
  });
});
