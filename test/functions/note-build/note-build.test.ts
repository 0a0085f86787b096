import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#core/ledger/keys.ts';
import type { Build } from '#core/ports/builds.ts';
import type { ReleaseState } from '#core/release/release.ts';
import { buildOfEvent } from '#functions/note-build/build-of-event.ts';
import { noteBuild } from '#functions/note-build/note-build.ts';
import { BUILDING_RULE } from '#infra/installation.ts';
import { stateChange } from '#local/codebuild/build-event.ts';
import type { BuildRecord } from '#local/codebuild/build-record.ts';
import { matches } from '#local/eventbridge/pattern/matches.ts';
import { parsePattern } from '#local/eventbridge/pattern/parse-pattern.ts';
import { withSurprise } from '#test/fixtures/faults.ts';
import { MINUTE } from '#test/fixtures/ledger.ts';
import { type ObeyBench, openObeyBench } from '#test/functions/obey-command/obey-bench.ts';

const ID = 'hello-build:1';
const LOGS = 'https://console/logs';
const CANCEL = { kind: 'cancel', release: 'hello#7' };

describe('noting a build', () => {
  let bench: ObeyBench;
  beforeEach(async () => {
    bench = await openObeyBench();
  });
  const ports = (over: object = {}) => ({ table: bench.ports.table, builds: bench.builds, ...over });
  const note = (over: object = {}) => noteBuild(ports(over), ID);
  const noted = () => bench.ports.table.read(keys.build('hello#7'));
  const isRunning = async () => (await bench.builds.read(ID))?.isRunning;

  /** A release that is being built, as CodeBuild and the ledger have it. */
  async function building(state: ReleaseState = 'BUILDING', over: Partial<Build> = {}): Promise<void> {
    await bench.accept(7, state, { digest: undefined as never, endedAt: bench.ports.now() });
    await bench.plan(7);
    const plan = (await bench.ports.table.read(keys.plan('hello#7'))) as unknown as {
      plan: { build: { project: string } };
    };
    const { project } = plan.plan.build;
    bench.builds.start({ id: ID, project, startedAt: bench.ports.now(), release: 'hello#7', logs: LOGS, ...over });
  }

  it('keeps which build it is and where its log is, once', async () => {
    await building();
    expect(await note()).toBe('noted');
    expect(await note()).toBe('noted');
    expect(await noted()).toMatchObject({ id: ID, logs: LOGS, version: 1 });
  });

  it('lets a cancel stop the build', async () => {
    await building();
    await note();
    expect(await bench.obey(CANCEL)).toMatchObject({ done: true });
    expect(await isRunning()).toBe(false);
  });

  it('stops a build that begins after its release was cancelled', async () => {
    await building();
    await bench.obey(CANCEL);
    expect(await isRunning()).toBe(true);
    expect(await note()).toBe('stopped');
    expect(await isRunning()).toBe(false);
    expect(await noted()).toBeUndefined();
  });

  it('stops it also when the cancel comes between the look and the note', async () => {
    await building();
    let cancelled: Promise<unknown> | undefined;
    const before = async () => {
      cancelled ??= bench.obey(CANCEL);
      await cancelled;
    };
    expect(await note({ table: withSurprise(bench.ports.table, 'write', { before }) })).toBe('stopped');
    expect(await isRunning()).toBe(false);
  });

  it('is cancelled all the same when the build cannot be stopped', async () => {
    await building();
    await note();
    const builds = { ...bench.builds, stop: () => Promise.reject(new Error('no')) };
    expect(await bench.obey(CANCEL, {}, { builds } as never)).toMatchObject({ done: true });
    expect((await bench.release(7)).state).toBe('CANCELLED');
  });

  it.each<[string, ReleaseState, Partial<Build>]>([
    ['of another project, which carries the release`s name', 'BUILDING', { project: 'tests' }],
    ['that tests a stage', 'VERIFYING', {}],
    ['that somebody starts again by hand long after', 'CANCELLED', { startedAt: Date.UTC(2100, 0, 1) }],
    ['of a release that is not there', 'BUILDING', { release: 'hello#8' }],
    ['of no release', 'BUILDING', { release: '$(rm -rf /)' }],
  ])('leaves a build alone %s', async (_what, state, over) => {
    await building(state, over);
    expect(await note()).toBe('nothing to note');
    expect(await noted()).toBeUndefined();
    expect(await isRunning()).toBe(true);
  });

  it('leaves a build alone that has ended meanwhile', async () => {
    await building();
    await bench.builds.stop(ID);
    bench.pass(MINUTE);
    expect(await note()).toBe('nothing to note');
  });
});

it('is brought by the event of a build that has begun, as CodeBuild sends it', () => {
  const project = { name: 'hello-build', source: {}, environment: {}, timeoutInMinutes: 5 };
  const record = { id: ID, number: 1, project, status: 'IN_PROGRESS', startTime: 0, phases: [] };
  const event = stateChange(record as unknown as BuildRecord);
  expect(matches(parsePattern(JSON.stringify(BUILDING_RULE.pattern)), event)).toBe(true);
  expect(buildOfEvent(event)).toBe(ID);
});

it.each<[string, Parameters<typeof buildOfEvent>[0]]>([
  [
    'of another source',
    { source: 'me', detail: { 'build-id': 'arn:aws:codebuild:eu-west-1:123456789012:build/a-b:1' } },
  ],
  ['without a build', { source: 'aws.codebuild', detail: {} }],
  ['with something else for a build', { source: 'aws.codebuild', detail: { 'build-id': '../../x' } }],
])('reads no build from an event %s', (_what, event) => expect(buildOfEvent(event)).toBeUndefined());
