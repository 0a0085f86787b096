import { describe, expect, it } from 'vitest';
import type { IamRequest } from '#local/iam/iam-request.ts';
import { decide } from '#local/iam/policy/decide.ts';
import { parsePolicy } from '#local/iam/policy/parse-policy.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/ledger';

const verdict = (statements: object | object[], request: Partial<IamRequest>): string => {
  const parsed = parsePolicy('test', { Version: '2012-10-17', Statement: statements });
  return decide(parsed, { action: 'dynamodb:PutItem', resource: TABLE, context: {}, ...request }).verdict;
};
const allow = (more: object) => ({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE, ...more });

describe('what a policy allows', () => {
  it('is what a statement names, and nothing else', () => {
    expect(verdict(allow({}), {})).toBe('allowed');
    expect(verdict(allow({}), { action: 'dynamodb:GetItem' })).toBe('not allowed');
    expect(verdict(allow({}), { resource: `${TABLE}s` })).toBe('not allowed');
    expect(verdict(allow({}), { resource: `${TABLE}/index/other` })).toBe('not allowed');
  });

  it('knows actions whatever their case, and resources only as they are written', () => {
    expect(verdict(allow({ Action: 'dynamodb:putitem' }), {})).toBe('allowed');
    expect(verdict(allow({ Resource: TABLE.replace('ledger', 'Ledger') }), {})).toBe('not allowed');
  });

  it.each([
    ['dynamodb:Put*', 'dynamodb:PutItem', 'allowed'],
    ['dynamodb:*', 'dynamodb:PutItem', 'allowed'],
    ['*', 'ecs:RunTask', 'allowed'],
    ['dynamodb:Put*', 'dynamodb:GetItem', 'not allowed'],
    ['dynamodb:???Item', 'dynamodb:PutItem', 'allowed'],
    ['dynamodb:???Item', 'dynamodb:UpdateItem', 'not allowed'],
    ['ecs:*', 'ecr:DescribeImages', 'not allowed'],
  ])('the action %s and a call of %s: %s', (Action, action, expected) => {
    expect(verdict(allow({ Action }), { action })).toBe(expected);
  });

  it.each([
    ['*', '*', 'allowed'],
    ['*', TABLE, 'allowed'],
    [TABLE, '*', 'not allowed'],
    ['arn:aws:dynamodb:*:000000000000:table/*', TABLE, 'allowed'],
    ['arn:aws:dynamodb:us-east-1:*:table/other', TABLE, 'not allowed'],
    ['arn:aws:*:table/ledger', TABLE, 'refused'],
    ['arn:aws:ecs:us-east-1:*:service/web/*', 'arn:aws:ecs:us-east-1:1:service/web/a/b', 'allowed'],
    ['arn:aws:logs:us-east-1:1:log-group:x:*', 'arn:aws:logs:us-east-1:1:log-group:x:log-stream:y', 'allowed'],
    [
      'arn:aws:secretsmanager:us-east-1:1:secret:a-??????',
      'arn:aws:secretsmanager:us-east-1:1:secret:a-AbC123',
      'allowed',
    ],
    [
      'arn:aws:secretsmanager:us-east-1:1:secret:a-??????',
      'arn:aws:secretsmanager:us-east-1:1:secret:a-b-AbC123',
      'not allowed',
    ],
    ['arn:aws:lambda:us-east-1:1:function:a', 'arn:aws:lambda:us-east-1:1:function:a:7', 'not allowed'],
    ['arn:aws:lambda:us-east-1:1:function:a.b', 'arn:aws:lambda:us-east-1:1:function:axb', 'not allowed'],
  ])('the resource %s and a call on %s: %s', (Resource, resource, expected) => {
    if (expected === 'refused') expect(() => verdict(allow({ Resource }), { resource })).toThrow(/no ARN/);
    else expect(verdict(allow({ Resource }), { resource })).toBe(expected);
  });

  it('gives way to what another statement denies', () => {
    const deny = { Effect: 'Deny', Action: '*', NotResource: `${TABLE}*` };
    expect(verdict([allow({ Resource: '*' }), deny], {})).toBe('allowed');
    expect(verdict([allow({ Resource: '*' }), deny], { resource: 'arn:aws:dynamodb:us-east-1:1:table/other' })).toBe(
      'denied',
    );
  });

  it('with NotAction is everything but that', () => {
    const statement = { Effect: 'Allow', NotAction: ['dynamodb:Delete*', 'iam:*'], Resource: '*' };
    expect(verdict(statement, {})).toBe('allowed');
    expect(verdict(statement, { action: 'dynamodb:DeleteItem' })).toBe('not allowed');
  });
});

describe('conditions', () => {
  const ROLE = 'arn:aws:iam::000000000000:role/web';
  const asked = (Condition: object, context: IamRequest['context']): string =>
    verdict(
      { Effect: 'Allow', Action: 'iam:PassRole', Resource: ROLE, Condition },
      { action: 'iam:PassRole', resource: ROLE, context },
    );

  const service = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
  const tags = (...keys: string[]) => ({ 'aws:TagKeys': keys });
  it.each<[string, object, IamRequest['context'], string]>([
    ['equal', { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }, service, 'allowed'],
    [
      'equal to one of several',
      { StringEquals: { 'iam:passedtoservice': ['x', 'ecs-tasks.amazonaws.com'] } },
      service,
      'allowed',
    ],
    ['not equal', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }, service, 'not allowed'],
    ['equal to a pattern, as a text', { StringEquals: { 'iam:PassedToService': '*' } }, service, 'not allowed'],
    ['like', { StringLike: { 'iam:PassedToService': 'ecs-*.amazonaws.com' } }, service, 'allowed'],
    ['absent', { StringEquals: { 'iam:PassedToService': 'x' } }, {}, 'not allowed'],
    ['absent, if it exists', { StringEqualsIfExists: { 'iam:PassedToService': 'x' } }, {}, 'allowed'],
    ['there, if it exists', { StringEqualsIfExists: { 'iam:PassedToService': 'x' } }, service, 'not allowed'],
    ['negated and absent', { StringNotEquals: { 'iam:PassedToService': 'x' } }, {}, 'allowed'],
    ['negated and one of them', { StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, 'not allowed'],
    [
      'two operators, one of which fails',
      { StringLike: { k: 'a*' }, StringNotEquals: { k: 'ab' } },
      { k: 'ab' },
      'not allowed',
    ],
    ['two keys, one of which fails', { StringEquals: { k: 'a', l: 'b' } }, { k: 'a' }, 'not allowed'],
    [
      'an ARN by parts',
      { ArnLike: { k: 'arn:aws:ecs:*:1:cluster/web' } },
      { k: 'arn:aws:ecs:eu-west-1:1:cluster/web' },
      'allowed',
    ],
    [
      'an ARN over colons',
      { ArnEquals: { k: 'arn:aws:ecs:*:cluster/web' } },
      { k: 'arn:aws:ecs:eu-west-1:1:cluster/web' },
      'not allowed',
    ],
    ['a truth', { Bool: { k: true } }, { k: 'true' }, 'allowed'],
    ['there is none, and must be none', { Null: { k: 'true' } }, {}, 'allowed'],
    ['there is one, and must be none', { Null: { k: 'true' } }, { k: 'a' }, 'not allowed'],
    ['there must be one', { Null: { k: 'false' } }, {}, 'not allowed'],
    ['all of several', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, tags('a', 'b'), 'allowed'],
    [
      'all but one of several',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      tags('a', 'c'),
      'not allowed',
    ],
    ['all of none', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, 'allowed'],
    ['any of several', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, tags('c', 'a'), 'allowed'],
    ['any of none', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, 'not allowed'],
    ['any but not these', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, tags('a'), 'not allowed'],
  ])('%s', (_, condition, context, expected) => {
    expect(asked(condition, context)).toBe(expected);
  });

  it('of several values are not compared with one', () => {
    expect(() => asked({ StringEquals: { 'aws:TagKeys': 'a' } }, tags('a', 'b'))).toThrow(
      /ForAllValues: or ForAnyValue:/,
    );
  });
});

describe('a policy that is not understood is refused, by what is wrong with it', () => {
  const document = (statement: object) => () => parsePolicy('p', { Version: '2012-10-17', Statement: [statement] });
  it.each<[object, RegExp]>([
    [allow({ Principal: '*' }), /p#0 has Principal/],
    [allow({ Effect: 'allow' }), /Effect must be/],
    [allow({ NotAction: 'x:Y' }), /either Action or NotAction/],
    [allow({ Resource: undefined }), /either Resource or NotResource/],
    [allow({ Action: [] }), /Action is empty/],
    [allow({ Action: 'PutItem' }), /"PutItem" is no action/],
    [allow({ Resource: 'ledger' }), /"ledger" is no ARN/],
    [allow({ Resource: { Ref: 'Table' } }), /must be texts, not {"Ref":"Table"}/],
    [allow({ Resource: 'arn:aws:s3:::$'.concat('{aws:username}') }), /policy variable/],
    [allow({ Condition: { NumericEquals: { k: '1' } } }), /NumericEquals is not known here/],
    [allow({ Condition: { NullIfExists: { k: 'true' } } }), /Null/],
    [allow({ Condition: { StringEquals: 'x' } }), /Condition.StringEquals is not an object/],
  ])('%j', (statement, message) => {
    expect(document(statement)).toThrow(message);
  });

  it('also by its version and its members', () => {
    expect(() => parsePolicy('p', { Version: '2008-10-17', Statement: [] })).toThrow(/Version must be 2012-10-17/);
    expect(() => parsePolicy('p', { Version: '2012-10-17', Statement: [], Statements: [] } as never)).toThrow(
      /Statements/,
    );
  });
});
