import * as sfn from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, begin, historyOf, machine, outcome, ROLE, startBench } from '../harness.ts';

let bench: Bench;
let stateMachineArn: string;
beforeEach(async () => {
  bench = await startBench();
  const made = await bench.client.send(
    new sfn.CreateStateMachineCommand({ name: 'm', definition: saying('one'), roleArn: ROLE }),
  );
  stateMachineArn = made.stateMachineArn ?? '';
});
afterEach(() => bench.close());

const saying = (word: string): string =>
  JSON.stringify(machine('W', { W: { Type: 'Wait', Seconds: 60, Next: 'S' }, S: { Type: 'Succeed', Output: word } }));
const publish = async (more: Partial<sfn.PublishStateMachineVersionCommandInput> = {}): Promise<string> => {
  const made = await bench.client.send(new sfn.PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
  return made.stateMachineVersionArn ?? '';
};
const to = (stateMachineVersionArn: string) => [{ stateMachineVersionArn, weight: 100 }];
const createAlias = (version: string, name = 'live') =>
  bench.client.send(new sfn.CreateStateMachineAliasCommand({ name, routingConfiguration: to(version) }));
const start = async (arn: string, name: string): Promise<string> => {
  const { executionArn } = await bench.client.send(new sfn.StartExecutionCommand({ stateMachineArn: arn, name }));
  await bench.sfn.idle();
  return executionArn ?? '';
};
const change = (word: string) =>
  bench.client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn, definition: saying(word) }));

describe('versions', () => {
  it('count from 1, one for each revision, however often it is published', async () => {
    expect([await publish(), await publish({ revisionId: 'INITIAL' })]).toEqual([
      `${stateMachineArn}:1`,
      `${stateMachineArn}:1`,
    ]);
    const { revisionId } = await change('two');
    expect(await publish({ revisionId })).toBe(`${stateMachineArn}:2`);
    await expect(publish({ revisionId: 'INITIAL' })).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('are run as they were published', async () => {
    const one = await publish();
    await change('two');
    const arn = await start(one, 'by-version');
    await bench.clock.advanceBy(60_000);
    await bench.sfn.idle();
    expect(await outcome(bench, arn)).toMatchObject({ status: 'SUCCEEDED', output: 'one' });
  });

  it('are gone with their machine, as their aliases are', async () => {
    const { stateMachineAliasArn = '' } = await createAlias(await publish());
    await bench.client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn }));
    for (const arn of [stateMachineAliasArn, `${stateMachineArn}:1`])
      await expect(start(arn, 'x')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

describe('aliases', () => {
  it('start what they name then: who has begun goes on as it began (F04)', async () => {
    const { stateMachineAliasArn: live = '' } = await createAlias(await publish());
    const first = await start(live, 'first');
    await change('two');
    const routingConfiguration = to(await publish());
    const before = await start(live, 'before');
    await bench.client.send(
      new sfn.UpdateStateMachineAliasCommand({ stateMachineAliasArn: live, routingConfiguration }),
    );
    const second = await start(live, 'second');
    await bench.clock.advanceBy(60_000);
    await bench.sfn.idle();
    const outputs = await Promise.all([first, before, second].map((arn) => outcome(bench, arn)));
    expect(outputs.map(({ output }) => output)).toEqual(['one', 'one', 'two']);
    expect(
      await bench.client.send(new sfn.DescribeStateMachineAliasCommand({ stateMachineAliasArn: live })),
    ).toMatchObject({ name: 'live', routingConfiguration });
  });

  it('are told of apart: executions and their events are called after the machine', async () => {
    const { stateMachineAliasArn: live = '' } = await createAlias(await publish());
    const arn = await start(live, 'first');
    expect(arn).toBe('arn:aws:states:us-east-1:000000000000:execution:m:first');
    const named = { stateMachineArn, stateMachineAliasArn: live, stateMachineVersionArn: `${stateMachineArn}:1` };
    expect(await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn: arn }))).toMatchObject(named);
    expect(bench.events.at(-1)?.detail).toMatchObject({ ...named, executionArn: arn });
    const plain = await start(stateMachineArn, 'plain');
    const described = await bench.client.send(new sfn.DescribeExecutionCommand({ executionArn: plain }));
    expect([described.stateMachineAliasArn, described.stateMachineVersionArn]).toEqual([undefined, undefined]);
  });

  it('share their machine`s names: the same start by another alias is the same execution', async () => {
    const version = await publish();
    await Promise.all([createAlias(version), createAlias(version, 'other')]);
    const arn = await start(`${stateMachineArn}:live`, 'first');
    expect(await start(`${stateMachineArn}:other`, 'first')).toBe(arn);
    expect((await historyOf(bench, arn)).filter(({ type }) => type === 'ExecutionStarted')).toHaveLength(1);
  });

  it('are created once, and refused another version under the same name', async () => {
    const one = await publish();
    expect((await createAlias(one)).stateMachineAliasArn).toBe((await createAlias(one)).stateMachineAliasArn);
    await change('two');
    const two = await publish();
    await expect(createAlias(two)).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(createAlias(`${stateMachineArn}:7`, 'seventh')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(createAlias(one, '12')).rejects.toMatchObject({ name: 'ValidationException' });
    const halves = [one, two].map((stateMachineVersionArn) => ({ stateMachineVersionArn, weight: 50 }));
    await expect(
      bench.client.send(new sfn.CreateStateMachineAliasCommand({ name: 'half', routingConfiguration: halves })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('of another machine are not given its versions', async () => {
    const { stateMachineAliasArn } = await createAlias(await publish());
    const other = await begin(bench, machine('A', { A: { Type: 'Pass', End: true } }));
    const [, name] = /:execution:([^:]+):/.exec(other) ?? [];
    const foreign = await publish({ stateMachineArn: stateMachineArn.replace(/m$/, String(name)) });
    const update = new sfn.UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration: to(foreign) });
    await expect(bench.client.send(update)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
