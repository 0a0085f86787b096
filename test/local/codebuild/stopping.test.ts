import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetBuildsCommand,
  CreateProjectCommand,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '#local/time/manual-clock.ts';
import { type CodeBuildBench, codeBuildBench, project } from './code-build-bench.ts';
import { contentOf, isAlive, waitFor } from './wait-for.ts';

describe('ending builds early', () => {
  let clock: ManualClock;
  let bench: CodeBuildBench;
  let marks: string;

  beforeEach(async () => {
    clock = manualClock(Date.UTC(2026, 10, 22));
    bench = await codeBuildBench({ clock, concurrency: 1 });
    marks = mkdtempSync(join(tmpdir(), 'marks-'));
    const source = { type: 'NO_SOURCE' as const, buildspec: SLEEPER };
    await bench.client.send(new CreateProjectCommand({ ...project('slow', ''), source, timeoutInMinutes: 30 }));
  });
  afterEach(() => bench.close());

  /** Prints the number of a background process that must die with the build, then hangs. */
  const SLEEPER =
    'version: 0.2\nphases:\n  build:\n    commands:\n      - setsid sleep 600 & echo $! > "$MARK.new" && mv "$MARK.new" "$MARK"; sleep 600\n';

  const start = async (mark: string) => {
    const environmentVariablesOverride = [{ name: 'MARK', value: join(marks, mark) }];
    const command = new StartBuildCommand({ projectName: 'slow', environmentVariablesOverride });
    return (await bench.client.send(command)).build?.id ?? '';
  };
  const backgroundOf = (mark: string): Promise<number> =>
    waitFor(`${mark} runs`, () => Number(contentOf(join(marks, mark))) || undefined);
  const statusOf = async (id: string) =>
    (await bench.client.send(new BatchGetBuildsCommand({ ids: [id] }))).builds?.[0];

  it('StopBuild kills everything the build started and is final', async () => {
    const id = await start('a');
    const background = await backgroundOf('a');
    const { build } = await bench.client.send(new StopBuildCommand({ id }));
    expect(build).toMatchObject({ buildStatus: 'STOPPED', buildComplete: true });
    await waitFor('its process is gone', () => !isAlive(background));
    expect(build?.phases?.find((phase) => phase.phaseType === 'BUILD')?.phaseStatus).toBe('STOPPED');
  });

  it('a build that is over its time is TIMED_OUT, not a minute earlier', async () => {
    const id = await start('a');
    const background = await backgroundOf('a');
    await clock.advanceBy(29 * 60_000);
    expect(await statusOf(id)).toMatchObject({ buildStatus: 'IN_PROGRESS', currentPhase: 'BUILD' });
    await clock.advanceBy(60_000);
    expect(await statusOf(id)).toMatchObject({ buildStatus: 'TIMED_OUT' });
    await waitFor('its process is gone', () => !isAlive(background));
  });

  it('builds wait in order while there is no room, and a waiting one can be stopped', async () => {
    const first = await start('a');
    const second = await start('b');
    const third = await start('c');
    await backgroundOf('a');
    expect(await statusOf(second)).toMatchObject({ currentPhase: 'QUEUED' });
    await bench.client.send(new StopBuildCommand({ id: second }));
    await bench.client.send(new StopBuildCommand({ id: first }));
    await backgroundOf('c');
    expect(contentOf(join(marks, 'b'))).toBeUndefined();
    expect(await statusOf(third)).toMatchObject({ buildStatus: 'IN_PROGRESS' });
  });
});
