import { describe, expect, it } from 'vitest';
import { memorySourceHost } from '#adapters/memory/source-host.ts';
import { keys } from '#core/ledger/keys.ts';
import { change } from '#core/ledger/record.ts';
import { prepareRelease } from '#functions/prepare-release/prepare-release.ts';
import { type ObeyBench, openObeyBench } from './obey-bench.ts';

const sha = (digit: number | string): string => String(digit).repeat(40);
const command = (digit: number | string) => ({ kind: 'deploy' as const, service: 'hello', sha: sha(digit) });

async function open(over: Record<string, unknown> = {}) {
  const bench = await openObeyBench(over);
  const sourceHost = memorySourceHost();
  sourceHost.setBranch(42, 'main', [1, 2, 3, 4].map(sha));
  return { bench, sourceHost, prepare: (number: number) => prepare(bench, sourceHost, number) };
}

const prepare = (bench: ObeyBench, sourceHost: ReturnType<typeof memorySourceHost>, number: number) =>
  prepareRelease({ ...bench.ports, sourceHost }, { release: `hello#${number}`, executionArn: `arn:${number}` });

describe('a deploy', () => {
  it('makes the service`s next release, names it in its answer, and names it again when it is repeated', async () => {
    const { bench } = await open();
    await bench.accept(1, 'EXPIRED');
    const answer = await bench.obey(command(4), { id: 'one', reason: 'the push was ignored' });
    expect(answer).toEqual({ done: true, isRepeat: false, made: 'hello#2', message: expect.any(String) });
    expect(await bench.release(2)).toMatchObject({ sha: sha(4), state: 'ACCEPTED', askedFor: { by: 'amy' } });
    const [first, ...others] = await bench.events(2);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ actor: 'amy', sentence: expect.stringContaining('the push was ignored') });
    const again = await bench.obey(command(4), { id: 'one', reason: 'the push was ignored' });
    expect(again).toEqual({ ...answer, isRepeat: true });
    expect(await bench.ports.table.read(keys.head('hello'))).toMatchObject({ lastNumber: 2 });
  });

  it('makes the first release of a service that has had none', async () => {
    const { bench, prepare } = await open();
    expect(await bench.obey(command(2))).toMatchObject({ done: true, made: 'hello#1' });
    expect(await prepare(1)).toMatchObject({ proceed: true });
  });

  it('learns author, subject and what it reverts from the repository, before anything is built', async () => {
    const { bench, sourceHost, prepare } = await open();
    const message = `Revert "Mend it"\n\nThis reverts commit ${sha('b')}.`;
    sourceHost.describe(42, sha(4), { author: 'zed', message });
    await bench.obey(command(4));
    expect(await prepare(1)).toMatchObject({ proceed: true });
    const reverts = [sha('b')];
    expect(await bench.release(1)).toMatchObject({ author: 'zed', subject: 'Revert "Mend it"', reverts });
  });

  it('of a commit that is not on the branch goes nowhere', async () => {
    const { bench, prepare } = await open();
    await bench.obey(command(9));
    expect(await prepare(1)).toMatchObject({ proceed: false, error: 'Stale', reason: 'the commit is not on main' });
  });

  it('S5 of an older commit than one that has been in a stage goes nowhere, and says what goes back', async () => {
    const { bench, prepare } = await open();
    await bench.accept(3, 'SUCCEEDED', { stage: 'production' });
    expect(await bench.obey(command(2))).toMatchObject({ done: true, made: 'hello#4' });
    expect(await prepare(4)).toMatchObject({
      proceed: false,
      error: 'Superseded',
      reason: expect.stringMatching(/^hello#3 contains this commit already: .*`bakewatch rollback`/),
    });
  });

  it('S5 of an older commit than what runs goes nowhere, however many others came since', async () => {
    const { bench, sourceHost, prepare } = await open();
    await bench.accept(1, 'SUCCEEDED', { stage: 'production', sha: sha(3) });
    const current = { release: 1, sha: sha(3), digest: 'sha256:3', taskDefinitions: {}, at: 1 };
    const environment = { service: 'hello', stage: 'production', fence: 1, arrived: 1, current };
    await bench.ports.table.write([
      { put: { ...environment, ...keys.environment('hello', 'production') }, expected: 'absent' },
    ]);
    // The branch was set back and took another way, on which nothing was healthy.
    sourceHost.setBranch(42, 'main', [1, 2, 5, 6, 7].map(sha));
    for (const number of [5, 6, 7]) {
      sourceHost.setBranch(42, `side-${number}`, [sha(number)]);
      await bench.accept(number, 'EXPIRED', { stage: 'staging' });
    }
    await bench.obey(command(2));
    expect(await prepare(8)).toMatchObject({ proceed: false, reason: expect.stringMatching(/^hello#1 contains/) });
  });

  it('goes on when what came later never got as far as a stage', async () => {
    const { bench, prepare } = await open();
    await bench.accept(2, 'SUCCEEDED', { stage: 'production' });
    await bench.accept(4, 'FAILED');
    await bench.obey(command(3));
    expect(await prepare(5)).toMatchObject({ proceed: true });
  });

  it('does not come twice of one commit by two people at the same moment', async () => {
    const { bench } = await open();
    const answers = await Promise.all([bench.obey(command(4)), bench.obey(command(4), { by: 'bob' })]);
    expect(answers.map(({ done }) => done).sort()).toEqual([false, true]);
    expect(answers.find(({ done }) => !done)?.message).toMatch(/^hello#1 is on its way with this commit already/);
  });

  it('is not approved by whoever ordered it (J04)', async () => {
    const { bench } = await open({ production: { approval: {} } });
    await bench.obey(command(4));
    const release = await bench.release(1);
    await bench.ports.table.write([
      change(release, { ...release, state: 'WAITING', stage: 'production', digest: 'd' }),
    ]);
    await bench.plan(1);
    const stage = (await bench.ports.table.read(keys.plan('hello#1')))?.['plan'] as { stages: [never, never] };
    await bench.enter(1, stage.stages[1]);
    const approve = { kind: 'approve', release: 'hello#1', stage: 'production' } as const;
    expect(await bench.obey(approve)).toMatchObject({ done: false, message: expect.stringContaining('amy is behind') });
    // Nobody knows who pushed it; whoever ordered it stands for that one.
    expect(await bench.obey(approve, { by: 'bob' })).toMatchObject({ message: expect.stringContaining('1 of 1') });
  });
});
