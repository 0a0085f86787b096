import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { afterEach, describe, expect, it } from 'vitest';
import { bareRepository } from './bare-repository.ts';
import { type CodeBuildBench, codeBuildBench, project } from './code-build-bench.ts';
import { contentOf, isAlive, waitFor } from './wait-for.ts';

/** The first attempts hang; the one that finds `$MARK-go` ends. Each leaves a line and something in its checkout. */
const BUILDSPEC = `version: 0.2
env:
  exported-variables: [ATTEMPTS, CHECKOUT]
phases:
  build:
    commands:
      - export CHECKOUT="$(ls)"; touch left-behind
      - echo $$ >> "$MARK"; export ATTEMPTS="$(wc -l < "$MARK" | tr -d ' ')"
      - if [ ! -e "$MARK-go" ]; then setsid sleep 600 & echo $! > "$MARK-escaped"; sleep 600; fi
`;

describe('a machine that is killed while it builds', () => {
  let bench: CodeBuildBench | undefined;
  let engine: ChildProcess | undefined;
  afterEach(async () => {
    engine?.kill('SIGKILL');
    await bench?.close();
    bench = undefined;
  });

  async function queuedBuild(mark: string): Promise<{ dir: string; id: string }> {
    const prepared = await codeBuildBench({ started: false });
    const repository = bareRepository();
    repository.commit({ 'buildspec.yml': BUILDSPEC });
    await prepared.client.send(new CreateProjectCommand(project('web', repository.directory)));
    const { id = '' } = prepared.codeBuild.startBuild({
      projectName: 'web',
      environmentVariablesOverride: [{ name: 'MARK', value: mark }],
    });
    await prepared.close();
    return { dir: prepared.dir, id };
  }

  async function runAndKill(dir: string, mark: string, attempt: number): Promise<number[]> {
    engine = spawn(process.execPath, [join(import.meta.dirname, 'engine-process.ts'), join(dir, 'codebuild')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const lines = await waitFor(`attempt ${attempt}`, () => {
      const found = contentOf(mark)?.split('\n') ?? [];
      return found.length === attempt && contentOf(`${mark}-escaped`) ? found : undefined;
    });
    const escaped = Number(contentOf(`${mark}-escaped`));
    engine.kill('SIGKILL');
    await once(engine, 'exit');
    return [Number(lines.at(-1)), escaped];
  }

  it('builds again from a clean checkout under the same id, with nothing of the first attempt left running', async () => {
    const mark = join(mkdtempSync(join(tmpdir(), 'mark-')), 'attempts');
    const { dir, id } = await queuedBuild(mark);
    const leftovers = await runAndKill(dir, mark, 1);
    expect(leftovers.every(isAlive)).toBe(true);
    writeFileSync(`${mark}-go`, '');

    bench = await codeBuildBench({ dir });
    for (const pid of leftovers) await waitFor(`process ${pid} is gone`, () => !isAlive(pid));
    const build = await bench.until(id, (now) => now.buildComplete === true);
    expect(build).toMatchObject({
      buildStatus: 'SUCCEEDED',
      exportedEnvironmentVariables: [
        { name: 'ATTEMPTS', value: '2' },
        { name: 'CHECKOUT', value: 'buildspec.yml' },
      ],
    });
    expect(build.phases?.filter((phase) => phase.phaseType === 'BUILD')).toHaveLength(1);
    expect(bench.events.map((event) => event.detail['build-status'])).toEqual(['SUCCEEDED']);
  });

  it('gives up with FAULT after the third attempt', async () => {
    const mark = join(mkdtempSync(join(tmpdir(), 'mark-')), 'attempts');
    const { dir, id } = await queuedBuild(mark);
    for (const attempt of [1, 2, 3]) await runAndKill(dir, mark, attempt);
    bench = await codeBuildBench({ dir });
    expect(bench.codeBuild.batchGetBuild(id)).toMatchObject({ buildStatus: 'FAULT', buildComplete: true });
  });

  it('does not count a regular shutdown as an attempt', async () => {
    const mark = join(mkdtempSync(join(tmpdir(), 'mark-')), 'attempts');
    const { dir, id } = await queuedBuild(mark);
    for (const attempt of [1, 2, 3, 4]) {
      const machine = await codeBuildBench({ dir });
      await waitFor(`attempt ${attempt}`, () => contentOf(mark)?.split('\n').length === attempt);
      await machine.close();
      await waitFor('nothing is left', () => !isAlive(Number(contentOf(`${mark}-escaped`))));
    }
    bench = await codeBuildBench({ dir, started: false });
    expect(bench.codeBuild.batchGetBuild(id)).toMatchObject({ buildStatus: 'IN_PROGRESS' });
  });
});
