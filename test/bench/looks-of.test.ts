import { expect, test } from 'vitest';
import { idleLooks } from '../../bench/machine/looks-of.ts';

const functionName = 'bakewatch-await-bake';
const invocation = (at: number) => ({ functionName, ms: 50, at });
const call = (at: number, operation: string, caller = `lambda-${functionName}`) => ({
  at,
  operation,
  caller,
  service: 'any',
  status: 200,
});

test('looks between the first and the last of each bake are idle, each with its own calls', () => {
  const found = idleLooks({
    invocations: [100, 200, 300, 400, 500, 600].map(invocation),
    calls: [
      call(90, 'DescribeAlarms'),
      call(190, 'DescribeAlarms'),
      call(195, 'DescribeAlarms', 'lambda-bakewatch-notify'),
      call(290, 'SendTaskSuccess'),
      call(390, 'DescribeAlarms'),
      call(490, 'DescribeServices'),
      call(590, 'SendTaskSuccess'),
    ],
  });
  expect(found.map((look) => [look.invocation.at, look.calls.map(({ operation }) => operation)])).toEqual([
    [200, ['DescribeAlarms']],
    [500, ['DescribeServices']],
  ]);
});

test('a bake that was too short says nothing of a longer one', () => {
  const calls = [call(90, 'DescribeAlarms'), call(190, 'SendTaskSuccess')];
  expect(() => idleLooks({ invocations: [100, 200].map(invocation), calls })).toThrow('too short');
});
