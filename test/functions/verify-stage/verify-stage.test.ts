import { beforeEach, describe, expect, it } from 'vitest';
import { type Ask, verifyStage } from '#functions/verify-stage/verify-stage.ts';
import { type Bench, deployed, openBench } from '#test/functions/bench.ts';

const http = { kind: 'http' as const, url: 'http://hello/', expectStatus: 200, expectBody: 'hello', withinSeconds: 30 };

describe('verifying a stage', () => {
  let bench: Bench;
  let fence: number;
  beforeEach(async () => {
    bench = openBench();
    fence = await deployed(bench, 7);
  });

  const verify = (ask: Ask, over = {}) =>
    verifyStage(
      { table: bench.ports.table, ask, now: bench.ports.now },
      { release: 'hello#7', stage: 'production', fence, verify: http, ...over },
    );
  const answers =
    (status: number, body: string): Ask =>
    async () => ({ status, body });

  it('passes when the answer is as expected, and says so once', async () => {
    expect(await verify(answers(200, 'well, hello there'))).toEqual({ verified: true });
    await verify(answers(200, 'well, hello there'));
    expect((await bench.release(7)).state).toBe('VERIFYING');
    expect((await bench.events(7)).filter((e) => e.kind === 'verified')).toHaveLength(1);
  });

  it.each<[string, Ask, string]>([
    ['another status', answers(503, 'hello'), 'answered 503, expected 200'],
    ['another body', answers(200, 'goodbye'), 'without "hello"'],
    ['no answer', () => Promise.reject(new Error('ECONNREFUSED')), 'got no answer: ECONNREFUSED'],
  ])('asks again at %s until its time is over, then fails, and changes nothing', async (_, ask, message) => {
    const outcome = (name: string) => ({ name, message: expect.stringContaining(message) });
    await expect(verify(ask)).rejects.toMatchObject(outcome('NotVerifiedYet'));
    bench.pass(29_000);
    await expect(verify(ask)).rejects.toMatchObject(outcome('NotVerifiedYet'));
    bench.pass(1_000);
    await expect(verify(ask)).rejects.toMatchObject(outcome('VerifyFailed'));
    expect((await bench.release(7)).state).toBe('DEPLOYING');
  });

  it('passes late, but within its time', async () => {
    await expect(verify(answers(503, ''))).rejects.toMatchObject({ name: 'NotVerifiedYet' });
    bench.pass(10_000);
    expect(await verify(answers(200, 'hello'))).toEqual({ verified: true });
  });

  it('only records tests that ran elsewhere, with their log', async () => {
    const project = { kind: 'project' as const, project: 'hello-tests', withinSeconds: 60 };
    const never: Ask = () => Promise.reject(new Error('nobody was to be asked'));
    await verify(never, { verify: project, tested: { logs: 'https://logs' } });
    expect((await bench.events(7)).at(-1)).toMatchObject({
      logs: 'https://logs',
      sentence: expect.stringContaining('hello-tests'),
    });
  });

  it('asks nobody without the fence', async () => {
    const never: Ask = () => Promise.reject(new Error('nobody was to be asked'));
    await expect(verify(never, { fence: fence + 1 })).rejects.toMatchObject({ name: 'FenceLost' });
  });
});
