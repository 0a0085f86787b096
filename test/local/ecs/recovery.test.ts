import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTimeOf } from '#local/ecs/process-identity.ts';
import type { TaskRecord } from '#local/ecs/records.ts';
import * as m from './machine.ts';

describe('ECS after its program died', () => {
  let dir: string;
  let machine: m.Machine | undefined;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ecs-'));
  });
  afterEach(async () => {
    await machine?.close();
    rmSync(dir, { recursive: true });
  });

  const taskRecords = (): TaskRecord[] => {
    const database = new DatabaseSync(join(dir, 'ecs/ecs.db'), { readOnly: true });
    const rows = database.prepare("SELECT json FROM records WHERE kind = 'task'").all();
    database.close();
    return rows.map(({ json }) => JSON.parse(String(json)) as TaskRecord);
  };
  const pids = () =>
    taskRecords().flatMap(({ process: p, lastStatus }) => (p && lastStatus !== 'STOPPED' ? [p.pid] : []));
  const alive = (all: number[]) => all.filter((pid) => startTimeOf(pid) !== undefined);

  it('ends what was left running, brings back both revisions and goes on with the deployment', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./machine-process.ts', import.meta.url)), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const known = JSON.parse(String((await once(child.stdout, 'data'))[0]).split('\n')[0] ?? '');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const leftovers = pids();
    expect(alive(leftovers)).toHaveLength(5);

    machine = await m.startMachine(dir);
    await m.until(
      () => alive(leftovers),
      (left) => left.length === 0,
    );
    // The old revision serves again although the deployment to the sick one is not over.
    await m.until(
      () => m.ask(machine as m.Machine),
      (version) => version === 'v1',
    );
    expect((await m.deployment(machine, known.deployment)).status).toBe('IN_PROGRESS');
    const good = await m.register(machine, { version: 'v3' });
    expect((await m.ended(machine, await m.update(machine, { taskDefinition: good }))).status).toBe('SUCCESSFUL');
    // What ran on its own must not run a second time, not even when asked again with the same token.
    expect(machine.ecs.describeTask(known.once)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'InfrastructureHealth',
    });
    const running = (await m.describeWeb(machine)).runningCount;
    expect([running, pids().length]).toEqual([2, 2]);
  });

  it('kills no process that merely has the number of one of its own', async () => {
    machine = await m.startMachine(dir);
    await m.pushServer(machine, 'latest');
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }, { desiredCount: 1 }));
    await machine.close();
    const stranger = spawn('sleep', ['30'], { detached: true });
    const database = new DatabaseSync(join(dir, 'ecs/ecs.db'));
    for (const task of taskRecords()) {
      const altered = { ...task, process: { pid: stranger.pid ?? 0, startTime: task.process?.startTime ?? '' } };
      database
        .prepare("UPDATE records SET json = ? WHERE arn = ? AND kind = 'task'")
        .run(JSON.stringify(altered), task.arn);
    }
    database.close();
    machine = await m.startMachine(dir);
    await m.until(
      () => m.describeWeb(machine as m.Machine),
      ({ runningCount }) => runningCount === 1,
    );
    expect(alive([stranger.pid ?? 0])).toHaveLength(1);
    stranger.kill();
  });

  it('leaves no process behind when it is closed, not even one that ignores SIGTERM', async () => {
    machine = await m.startMachine(dir);
    await m.pushServer(machine, 'latest');
    await m.ended(machine, await m.createWeb(machine, { version: 'v1', mode: 'stubborn' }));
    const running = pids();
    expect(alive(running)).toHaveLength(2);
    await machine.close();
    expect(alive(running)).toEqual([]);
  });

  it('gives a container its own files, log and nothing but its environment', async () => {
    machine = await m.startMachine(dir);
    await m.pushServer(machine, 'latest');
    await m.ended(machine, await m.createWeb(machine, { version: 'v1' }, { desiredCount: 1 }));
    const env = JSON.parse(await m.ask(machine, '/env'));
    expect(
      Object.keys(env)
        .filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name))
        .sort(),
    ).toEqual(['MODE', 'PATH', 'PORT', 'VERSION']);
    const [task] = taskRecords();
    const id = task?.arn.split('/').at(-1) ?? '';
    expect(readdirSync(join(dir, 'ecs/tasks', id, 'app'))).toEqual(['server.js']);
    expect(existsSync(join(dir, 'ecs/logs/web', `${id}.log`))).toBe(true);
    expect(readFileSync(join(dir, 'ecs/logs/web', `${id}.log`), 'utf8')).toBe('');
  });
});
