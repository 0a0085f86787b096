import { beforeEach, describe, expect, it } from 'vitest';
import { awaitBake } from '#functions/await-bake/await-bake.ts';
import { resumeWaits } from '#functions/resume-waits/resume-waits.ts';
import { startDeployment } from '#functions/start-deployment/start-deployment.ts';
import { withFaults, withSurprise } from '#test/fixtures/faults.ts';
import { image, MINUTE } from '#test/fixtures/ledger.ts';
import { aStage, EVIDENCE, TARGET, withBake } from '#test/fixtures/stage-plan.ts';
import { type Bench, deployed, openBench } from '#test/functions/bench.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

describe('baking', () => {
  let bench: ObeyBench;
  let fence: number;
  beforeEach(async () => {
    bench = await openObeyBench();
    fence = await deployed(bench, 7);
  });

  const bake = (stage = aStage()) => bench.bake(7, fence, stage);
  const kinds = async () => (await bench.events(7)).map((event) => event.kind);
  const resume = () => bench.obey({ kind: 'resume', service: 'hello', stage: 'production' });
  /** Without evidence until the bake cannot be extended any more. */
  const inconclusive = async (stage = withBake({ evidence: EVIDENCE })) => {
    await bake(stage);
    bench.pass(31 * MINUTE);
    return bake(stage);
  };

  it('begins once, parks, and is healthy after its time and one evaluation period', async () => {
    expect((await bake()).answer).toBeUndefined();
    bench.pass(11 * MINUTE - 1);
    expect((await bake()).answer).toBeUndefined();
    bench.pass(1);
    expect((await bake()).answer).toEqual({ status: 'healthy', reason: 'errors stayed OK for 11 min' });
    expect(await bench.run(7)).toMatchObject({ verdict: { kind: 'healthy' } });
    expect((await kinds()).slice(-2)).toEqual(['bake-started', 'verdict']);
  });

  it('is not healthy where no task is wanted: what does not run cannot be judged', async () => {
    await bake();
    bench.ports.fleet.scale(TARGET, 0);
    bench.pass(11 * MINUTE);
    expect((await bake()).answer).toBeUndefined();
    expect((await bench.run(7)).verdict?.reason).toContain('desiredCount is 0');
  });

  it('begins when the state machine came to it, so that the look at its end is not too early', async () => {
    const since = bench.ports.now();
    const start = (at: number) =>
      bench.wait((parked) =>
        awaitBake(bench.ports, { release: 'hello#7', stage: aStage(), fence, since: at, ...parked }),
      );
    bench.pass(2_000);
    await start(since);
    bench.pass(11 * MINUTE - 2_000);
    expect((await start(since)).answer?.status).toBe('healthy');
  });

  it('does not begin in the future of its own clock, whatever it is told', async () => {
    const later = bench.ports.now() + MINUTE;
    const input = { release: 'hello#7', stage: aStage(), fence, since: later };
    await bench.wait((parked) => awaitBake(bench.ports, { ...input, ...parked }));
    expect((await bench.run(7)).bakeStartedAt).toBe(later - MINUTE);
  });

  it('says the same verdict again when it is asked again, and records it once', async () => {
    await bake();
    bench.pass(11 * MINUTE);
    const [one, two] = [await bake(), await bake()];
    expect(two.answer).toEqual(one.answer);
    expect((await kinds()).filter((kind) => kind === 'verdict')).toHaveLength(1);
  });

  it('records a verdict once although its write failed after its effect (T04)', async () => {
    await bake();
    bench.pass(11 * MINUTE);
    const table = withFaults(bench.ports.table, 'write', ['after']);
    await expect(bench.bake(7, fence, aStage(), { table })).rejects.toThrow();
    expect((await bake()).answer?.status).toBe('healthy');
    expect((await kinds()).filter((kind) => kind === 'verdict')).toHaveLength(1);
  });

  it('is woken by its alarm, and is unhealthy at once, with the alarm named (L4)', async () => {
    const { token } = await bake();
    bench.pass(MINUTE);
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now(), '5 > 1');
    const detail = { alarmName: 'errors', state: { value: 'OK' } };
    await resumeWaits(bench.ports, { source: 'aws.cloudwatch', 'detail-type': 'x', detail });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bake()).answer).toMatchObject({ status: 'unhealthy', reason: expect.stringContaining('5 > 1') });
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'verdict', alarms: ['errors'] });
  });

  it('is unhealthy for a flap that was over before anybody looked, and of which no event came (B07)', async () => {
    await bake();
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now() + 1_000);
    bench.ports.alarms.set('errors', 'OK', bench.ports.now() + 2_000);
    bench.pass(11 * MINUTE);
    expect((await bake()).answer?.status).toBe('unhealthy');
  });

  it('is unhealthy for an alarm that fired while the deployment was under way', async () => {
    const other = openBench();
    await other.accept(7);
    const { answer } = await other.enter(7);
    await other.deploy(7, answer?.fence ?? 0);
    other.pass(1_000);
    other.ports.alarms.set('errors', 'ALARM', other.ports.now());
    other.ports.alarms.set('errors', 'OK', other.ports.now() + 1);
    other.pass(1_000);
    other.ports.fleet.finishDeployment(TARGET);
    expect((await other.bake(7, answer?.fence ?? 0)).answer?.status).toBe('unhealthy');
  });

  it('counts alarms from the moment in which the first of several targets was begun', async () => {
    const other = openBench();
    const second = { ...TARGET, name: 'second', service: 'second' };
    other.ports.fleet.createService(second, image('5'));
    await other.accept(7);
    const begun = (await other.enter(7)).answer?.fence ?? 0;
    await other.deploy(7, begun);
    other.pass(1_000);
    other.ports.alarms.set('errors', 'ALARM', other.ports.now());
    other.ports.alarms.set('errors', 'OK', other.ports.now());
    other.pass(1_000);
    const input = { release: 'hello#7', stage: 'production', fence: begun, target: second, image: image('7') };
    await startDeployment(other.ports, input);
    for (const target of [TARGET, second]) other.ports.fleet.finishDeployment(target);
    expect((await other.bake(7, begun, aStage({ targets: [TARGET, second] }))).answer?.status).toBe('unhealthy');
  });

  it.each<[string, (bench: Bench) => unknown]>([
    ['somebody deploys over it (G07)', (b) => b.ports.fleet.deployByHand(TARGET, image('9'))],
    ['the service is removed (G06)', (b) => b.ports.fleet.removeService(TARGET)],
  ])('is unhealthy at once when %s', async (_, happens) => {
    await bake();
    await happens(bench);
    expect((await bake()).answer?.status).toBe('unhealthy');
  });

  it.each<[string, (bench: Bench) => unknown]>([
    ['deleted', (b) => b.ports.alarms.remove('errors')],
    ['edited', (b) => b.ports.alarms.edit('errors', { threshold: 1_000 })],
    ['switched off', (b) => b.ports.alarms.disableActions('errors')],
  ])('holds the stage at once when its alarm is %s (B06)', async (_, happens) => {
    await bake();
    await happens(bench);
    expect((await bake()).answer).toBeUndefined();
    expect((await bench.environment()).hold).toMatchObject({ kind: 'inconclusive', release: 7 });
    expect((await bench.events(7)).at(-1)).toMatchObject({ kind: 'held', page: true });
  });

  it('does not become healthy by itself when a deleted alarm is put back (B06, S8)', async () => {
    await bake();
    bench.ports.alarms.remove('errors');
    await bake();
    bench.ports.alarms.create('errors');
    bench.pass(11 * MINUTE);
    expect((await bake()).answer).toBeUndefined();
    expect((await bench.environment()).hold).toMatchObject({ kind: 'inconclusive' });
    await resume();
    expect((await bake()).answer).toMatchObject({ status: 'healthy', reason: expect.stringContaining('amy') });
  });

  it('says truthfully what a held bake waits for', async () => {
    await inconclusive();
    expect((await bench.events(7)).at(-1)?.sentence).toContain('goes on when what is missing comes or somebody runs');
    const other = openBench();
    const begun = await deployed(other, 7);
    await other.bake(7, begun);
    other.ports.alarms.remove('errors');
    await other.bake(7, begun);
    expect((await other.events(7)).at(-1)?.sentence).toContain('; goes on when somebody runs `bakewatch resume`');
  });

  it('says once that it is extended while evidence is missing, and is healthy when it came (B04)', async () => {
    const stage = withBake({ evidence: EVIDENCE });
    await bake(stage);
    bench.pass(12 * MINUTE);
    expect((await bake(stage)).answer).toBeUndefined();
    await bake(stage);
    const extended = (await bench.events(7)).filter((e) => e.sentence.includes('extended until'));
    expect(extended).toHaveLength(1);
    bench.ports.alarms.count(EVIDENCE, 100, bench.ports.now());
    bench.pass(3 * MINUTE);
    expect((await bake(stage)).answer?.status).toBe('healthy');
    expect((await bench.run(7)).verdict).toMatchObject({ samples: 100 });
  });

  it('asks for evidence only once the time is over: CloudWatch bills every question', async () => {
    const stage = withBake({ evidence: EVIDENCE });
    const asked: number[] = [];
    const note = async () => void asked.push(bench.ports.now());
    const ports = { alarms: withSurprise(bench.ports.alarms, 'samples', { before: note }) };
    await bench.bake(7, fence, stage, ports);
    bench.pass(11 * MINUTE - 1);
    await bench.bake(7, fence, stage, ports);
    expect(asked).toEqual([]);
    bench.pass(1);
    await bench.bake(7, fence, stage, ports);
    expect(asked).toEqual([bench.ports.now()]);
  });

  it('does not take evidence for health that no alarm has had the time to judge', async () => {
    const stage = withBake({ evidence: EVIDENCE });
    await bake(stage);
    bench.pass(12 * MINUTE);
    bench.ports.alarms.count(EVIDENCE, 100, bench.ports.now());
    expect((await bake(stage)).answer).toBeUndefined();
    bench.pass(MINUTE);
    expect((await bake(stage)).answer).toBeUndefined();
  });

  it('holds when it cannot know, once, and waits for a person (B03, B11)', async () => {
    expect((await inconclusive()).answer).toBeUndefined();
    await bake(withBake({ evidence: EVIDENCE }));
    expect((await kinds()).filter((kind) => kind === 'held')).toHaveLength(1);
    expect((await bench.environment()).hold?.reason).toContain('0 of at least 100 Requests');
  });

  it('is healthy once a named person accepts it, is woken for that, and lifts the hold', async () => {
    const { token } = await inconclusive();
    expect(await resume()).toMatchObject({ done: true });
    expect(bench.ports.tokens.answerOf(token)).toEqual({ status: 'woken' });
    expect((await bake(withBake({ evidence: EVIDENCE }))).answer).toMatchObject({
      status: 'healthy',
      reason: expect.stringContaining('accepted by amy (I looked at it)'),
    });
    expect((await bench.environment()).hold).toBeUndefined();
  });

  it('is unhealthy all the same when an alarm fires after it was accepted (S9)', async () => {
    await inconclusive();
    await resume();
    bench.ports.alarms.set('errors', 'ALARM', bench.ports.now());
    expect((await bake(withBake({ evidence: EVIDENCE }))).answer?.status).toBe('unhealthy');
  });

  it('is healthy by itself when what was missing comes during the hold', async () => {
    await inconclusive();
    bench.ports.alarms.count(EVIDENCE, 100, bench.ports.now());
    bench.pass(3 * MINUTE);
    expect((await bake(withBake({ evidence: EVIDENCE }))).answer?.status).toBe('healthy');
  });

  it('is unhealthy when nobody decides in time', async () => {
    const stage = withBake({ evidence: EVIDENCE });
    await inconclusive();
    bench.pass(stage.bake.decideWithinMs - 1);
    expect((await bake(stage)).answer).toBeUndefined();
    bench.pass(1);
    expect((await bake(stage)).answer).toMatchObject({
      status: 'unhealthy',
      reason: expect.stringContaining('nobody decided in time'),
    });
  });

  it('is unhealthy at once when the stage says so', async () => {
    const stage = withBake({ evidence: EVIDENCE, inconclusive: 'rollback' });
    expect((await inconclusive(stage)).answer).toMatchObject({ status: 'unhealthy' });
    expect((await bench.environment()).hold).toBeUndefined();
  });

  it('extends while alarms cannot be read, then holds (B11)', async () => {
    await bake();
    bench.ports.alarms.makeUnreadable('errors', 'Throttling: Rate exceeded');
    bench.pass(11 * MINUTE);
    expect((await bake()).answer).toBeUndefined();
    expect((await bench.environment()).hold).toBeUndefined();
    bench.pass(20 * MINUTE);
    await bake();
    expect((await bench.environment()).hold?.reason).toContain('Throttling');
  });

  it('K05 writes no verdict down once the release has left, however long ago it looked', async () => {
    await bake();
    bench.pass(11 * MINUTE);
    let left = false;
    const fleet = withSurprise(bench.ports.fleet, 'view', {
      async before() {
        if (left) return;
        left = true;
        await bake();
        await bench.leave(7, fence);
        await bench.ports.fleet.deployByHand(TARGET, image('9'));
      },
    });
    await expect(bench.bake(7, fence, aStage(), { fleet })).rejects.toMatchObject({ name: 'FenceLost' });
    expect((await bench.run(7)).verdict?.kind).toBe('healthy');
  });

  it('does not begin without the fence', async () => {
    await expect(bench.bake(7, fence + 1)).rejects.toMatchObject({ name: 'FenceLost' });
    expect((await bench.run(7)).bakeStartedAt).toBeUndefined();
  });
});
