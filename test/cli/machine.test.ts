import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_SHAPE, shapeOf } from '#cli/json-shapes.ts';
import { freePorts } from '#local/installation/ports.ts';
import { type Child, portOfOurOwn, processesIn, ready, startChild } from '#test/one-machine/child.ts';
import { until } from '#test/one-machine/until.ts';
import { COLOUR, interrupted, runCli, STACK_TRACE } from './run-cli.ts';
import { whyNotShaped } from './why-not-shaped.ts';

/** One machine, started from the shell, asked from other shells, stopped with Ctrl-C and started again. */
describe('bakewatch start and those who ask it', { timeout: 60_000 }, () => {
  let dir: string;
  let port: number;
  let child: Child;

  const ask = (...args: string[]) => runCli([...args, '--dir', dir]);
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await ask(...args, '--json');
    return { code, stderr, said: JSON.parse(stdout) };
  };

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'bakewatch-cli-'));
    port = await freePorts(portOfOurOwn(6_400));
    child = startChild(dir, port, 10);
    await ready(child, dir);
  });
  afterAll(async () => {
    await child?.kill();
    for (const { pid } of processesIn(dir)) process.kill(pid, 'SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  test('watch tells what happens to a release while it happens, and gives up when it is told to', async () => {
    await until('the first release', () => /hello#1 /.test(child.output()) || undefined, 45_000, child.output);
    const [whole, short, stopped] = await Promise.all([
      ask('watch', 'hello#1', '--json'),
      ask('watch', 'hello#1', '--timeout', '1s'),
      interrupted(['watch', 'hello#1', '--dir', dir]),
    ]);
    const lines = whole.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { said } = await json('show', 'hello#1');
    expect(lines.slice(0, -1)).toEqual(said.events.map((event: unknown) => ({ event })));
    expect(lines.at(-1)).toMatchObject({ end: { release: 'hello#1', state: 'SUCCEEDED', isLate: false } });
    expect(whole.code).toBe(0);
    expect(short.stdout).toMatch(/\nhello#1 has not ended within 1 s, and goes on: it is [A-Z ]+/);
    expect(short.code).toBe(1);
    expect(stopped).toMatchObject({ code: 130, stderr: '' });
  });

  test('the first start pushes a first release and prints its way to production', async () => {
    await until(
      'the first release to be in production',
      () => /hello#1 .*SUCCEEDED/.test(child.output()) || undefined,
      45_000,
      child.output,
    );
    expect(child.output()).toMatch(/\$ git push/);
    expect(child.output()).not.toMatch(COLOUR);
  });

  test('watch prints the story of a release that has ended, and exits at once with its outcome', async () => {
    const { code, stdout } = await ask('watch', 'hello#1');
    expect(stdout).toMatch(
      /^hello#1 {2}[0-9a-f]{7} Say hello[\s\S]*entered staging[\s\S]*hello#1 {2}✓ SUCCEEDED after /,
    );
    expect(stdout).not.toMatch(COLOUR);
    expect(code).toBe(0);
  });

  test('status says what runs where, for people and for machines', async () => {
    const { code, stdout } = await ask('status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/staging +hello#1/);
    expect(stdout).toMatch(/production +hello#1/);
    expect(stdout).not.toMatch(COLOUR);
    const { said } = await json('status');
    expect(Object.keys(said)).toEqual(['now', 'services', 'freezes']);
    expect(said.services[0]).toMatchObject({ name: 'hello', stages: [{ name: 'staging' }, { name: 'production' }] });
    expect(said.services[0].stages[1].current).toMatchObject({ release: 1, digest: expect.stringMatching(/^sha256:/) });
  });

  test('with credentials and --aws it is asked as one in an account would be: read, explained, ordered', async () => {
    const account = {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'person',
      AWS_SECRET_ACCESS_KEY: 'none',
    };
    const there = (...args: string[]) => runCli(args, { ...account, BAKEWATCH_AWS: '1' });
    const status = await runCli(['status', '--aws'], account);
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/production +hello#1/);
    expect(status.stdout).toContain('https://us-east-1.console.aws.amazon.com/states/home');
    expect((await there('show', 'hello#1')).stdout).toMatch(
      /page +https:\/\/us-east-1\.console.*:bakewatch-release:hello-1\n/,
    );
    expect((await there('why', 'hello#1')).stdout).toContain('production');
    expect((await there('metrics', '--days', '7')).stdout).toMatch(/^hello +7 d +1 /m);
    // Nobody has put in what Slack and GitHub would have issued: that is worth a look, and nothing wrong.
    const checked = await there('doctor');
    expect(checked.stdout).toMatch(
      /^Bakewatch in us-east-1\n[\s\S]*✓ state machine[\s\S]*! secrets +bakewatch\/slack-token is as it/,
    );
    expect(checked.code).toBe(0);
    const frozen = await there('freeze', 'hello', 'production', '--reason', 'tried from an account', '--by', 'amy');
    expect([frozen.code, frozen.stdout]).toEqual([0, expect.stringMatching(/production/)]);
    expect((await ask('audit', 'hello')).stdout).toContain('tried from an account');
    expect((await there('unfreeze', 'hello', 'production', '--reason', 'done', '--by', 'amy')).code).toBe(0);
    const elsewhere = await runCli(['status', '--region', 'eu-west-1'], {
      ...account,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    });
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).not.toMatch(STACK_TRACE);
  });

  test('doctor finds nothing wrong with it, and says what one machine has not got', async () => {
    const { code, stdout } = await ask('doctor');
    expect(stdout).toMatch(/✓ functions +all \d+ are there\n[\s\S]*✓ state machine +its alias "live" is there\n/);
    expect(stdout).toMatch(
      /✓ event rules[\s\S]*✓ secrets[\s\S]*\? alarms +whether any is red: none of them is installed/,
    );
    expect(stdout).not.toMatch(COLOUR);
    expect(code).toBe(0);
    const { said } = await json('doctor');
    expect(said.findings.filter(({ kind }: { kind: string }) => kind !== 'ok')).toMatchObject([{ about: 'alarms' }]);
  });

  test('plan says what the next push would do, and what it would meet', async () => {
    const { code, stdout } = await ask('plan', join(dir, 'bakewatch.yaml'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 staging\n +✓ now +runs hello#1 since[\s\S]*2 production\n +✓ now +runs hello#1 since/);
    expect(stdout).not.toContain('From the file alone');
    const { said } = await json('plan', join(dir, 'bakewatch.yaml'));
    expect(said.isLive).toBe(true);
    expect(said.services[0].stages[0].lines[0]).toMatchObject({ what: 'now', letsIn: true });
  });

  test('init finds the sample in its AWS, and writes what validate takes', async () => {
    const file = join(dir, 'first.yaml');
    const { code, stdout } = await ask('init', file, '--yes', '--repository', 'you/hello', '--repository-id', '1001');
    expect(code).toBe(0);
    expect(stdout).toMatch(/is written: hello \(staging → production\)[\s\S]*✓ image +hello +what runs there|the ECR/);
    expect(stdout).not.toMatch(COLOUR);
    const { said } = await json('init', file, '--force', '--repository', 'you/hello', '--repository-id', '1001');
    expect(said.toFill).toEqual([]);
    expect(said.configuration.services.hello).toMatchObject({
      build: { project: 'hello-build', image: 'hello' },
      stages: [
        {
          name: 'staging',
          targets: [{ cluster: 'staging', service: 'hello', container: 'app', family: 'hello-staging' }],
          bake: { alarms: ['hello-staging-5xx'] },
        },
        {
          targets: [{ cluster: 'production', family: 'hello-production' }],
          bake: { alarms: ['hello-production-5xx', 'hello-production-slow'] },
        },
      ],
    });
    expect((await runCli(['validate', '--offline', file])).code).toBe(0);
  });

  test('completion knows its services, stages and releases', async () => {
    const words = async (what: string) => (await ask('completion', what)).stdout;
    expect(await words('services')).toBe('hello\n');
    expect(await words('stages')).toBe('staging\nproduction\n');
    expect(await words('releases')).toBe('hello#1\n');
  });

  test('history lists the releases with how they ended and why', async () => {
    const { code, stdout } = await ask('history');
    expect(code).toBe(0);
    expect(stdout).toMatch(/hello#1 +✓ SUCCEEDED +[0-9a-f]{7} Say hello/);
    const { said } = await json('history', 'hello', '--limit', '1');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ service: 'hello', number: 1, state: 'SUCCEEDED', stage: 'production' });
  });

  test('metrics reckons with the first release, and does not take what is unknown for zero', async () => {
    const { code, stdout } = await ask('metrics', 'hello', '--days', '7');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hello +7 d +1 \(0\.1\/d\) +[\d.]+ (s|min) +[\d.]+ (s|min) +0 of 1 \(0 %\) +–$/m);
    expect(stdout).not.toMatch(COLOUR);
    const { said } = await json('metrics');
    const { release } = (await json('show', 'hello#1')).said;
    expect(said.services).toMatchObject([{ service: 'hello', stage: 'production' }]);
    expect(said.services[0].windows.map(({ days }: { days: number }) => days)).toEqual([7, 30, 90]);
    const leadTime = release.endedAt - release.acceptedAt;
    expect(said.services[0].windows[1]).toEqual({
      days: 30,
      deployments: { count: 1, perDay: 1 / 30 },
      leadTime: { n: 1, medianMs: leadTime, p90Ms: leadTime },
      changeFailure: { failed: 0, of: 1, rate: 0 },
      timeToRestore: { n: 0, open: 0 },
    });
    const wrong = await ask('metrics', 'nobody');
    expect(wrong.stderr).toMatch(/^There is no service nobody\. There are: hello\./);
    expect(wrong.code).toBe(2);
  });

  test('show tells a release`s whole story', async () => {
    const { code, stdout } = await ask('show', 'hello#1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/SUCCEEDED[\s\S]*image +sha256:[\s\S]*entered staging[\s\S]*entered production/);
    const { said } = await json('show', 'hello#1');
    // Which build made it is noted while it is built, and the sample's is quick: it may be missing.
    expect(Object.keys(said).filter((key) => key !== 'build')).toEqual(['release', 'events']);
    expect(said.events.map((event: { number: number }) => event.number)).toEqual(
      said.events.map((_: unknown, index: number) => index + 1),
    );
    expect(said.release).not.toHaveProperty('pk');
  });

  test('a release that does not exist is a wrong call', async () => {
    const { code, stderr } = await ask('show', 'hello#99');
    expect(stderr).toMatch(/^There is no release hello#99\./);
    expect(stderr).not.toMatch(STACK_TRACE);
    expect(code).toBe(2);
  });

  test('why says of a release, and of its commit, where it is; for machines, too', async () => {
    const { code, stdout } = await ask('why', 'hello#1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hello#1 \([0-9a-f]{7}\) is in staging and production since /);
    expect(stdout).toMatch(/commit {3}[0-9a-f]{40} {2}Say hello[\s\S]*✓ staging[\s\S]*✓ production/);
    expect(stdout).not.toMatch(COLOUR);
    const { said } = await json('why', 'hello#1');
    expect(said).toMatchObject({ isKnown: true, services: [{ kind: 'released', release: 'hello#1', next: [] }] });
    expect((await json('why', said.sha.slice(0, 7))).said.headline).toBe(said.headline);
  });

  test('why has an answer for what nobody knows, and a refusal for what is no commit', async () => {
    const { code, stdout } = await ask('why', 'fffffff');
    expect(stdout).toMatch(/^nobody knows fffffff: .*\n\nwhat brings it on\n/);
    expect(code).toBe(1);
    const wrong = await ask('why', 'main');
    expect(wrong.stderr).toMatch(/^"main" is neither a release, like 'hello#2', nor a commit/);
    expect(wrong.stderr).not.toMatch(STACK_TRACE);
    expect(wrong.code).toBe(2);
  });

  test('a resume where nothing is held changes nothing and says so', async () => {
    const { code, stdout } = await ask('resume', 'hello', 'production', '--reason', 'why not');
    expect(stdout).toMatch(/hello production is not held/);
    expect(code).toBe(1);
    expect((await json('resume', 'hello', 'nowhere', '--reason', 'why not')).said).toMatchObject({ done: false });
  });

  test('a freeze is done once under its id, answered again as it was, and lifted', async () => {
    const freeze = [
      'freeze',
      'hello',
      'production',
      '--until',
      '2h',
      '--reason',
      'the fair',
      '--by',
      'amy',
      '--id',
      'a-1',
    ];
    const first = await json(...freeze);
    expect(first).toMatchObject({ code: 0, said: { id: 'a-1', done: true, isRepeat: false } });
    const again = await ask(...freeze);
    expect(again.stdout).toMatch(/^hello production is frozen until .* UTC \(answered before\)$/m);
    expect(again.code).toBe(0);
    expect((await ask('status')).stdout).toMatch(/freeze hello production until .*: by amy .*, the fair/);
    const thaw = await ask('unfreeze', 'hello', 'production', '--reason', 'it is over', '--by', 'bob');
    expect(thaw).toMatchObject({ code: 0, stdout: 'hello production is not frozen any more\n' });
  });

  test('the first release can be taken back to nothing', async () => {
    const { code, stdout } = await ask('rollback', 'hello', 'production', '--reason', 'slow', '--by', 'amy');
    expect(stdout).toBe('hello production has nothing to go back to from hello#1; there is no other\n');
    expect(code).toBe(1);
  });

  test('audit lists what people asked for, newest first, with what became of it', async () => {
    const { code, stdout } = await ask('audit', 'hello');
    expect(code).toBe(0);
    expect(stdout).not.toMatch(COLOUR);
    expect(stdout).toMatch(
      /amy +rollback hello production +slow +refused: hello production has[\s\S]*bob +unfreeze hello production[\s\S]*amy +freeze hello production until/,
    );
    const { said } = await json('audit', '--limit', '2');
    expect(said).toMatchObject([
      { kind: 'rollback', by: 'amy', via: 'cli', isDone: false },
      { kind: 'unfreeze', by: 'bob', isDone: true, reason: 'it is over' },
    ]);
    expect(said[0]).not.toHaveProperty('pk');
  });

  test('deploy of a branch makes a release of its head, watches it, and ends as it does', async () => {
    const release = ['deploy', 'main', '--service', 'hello', '--by', 'amy', '--reason', 'again'];
    const { code, stdout } = await ask(...release, '--watch', '--json', '--timeout', '40s');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      done: true,
      made: 'hello#2',
      message: expect.stringMatching(/^hello#2 releases/),
    });
    expect(lines[1]).toMatchObject({ event: { release: 'hello#2', actor: 'amy', kind: 'accepted' } });
    expect(lines.at(-1)).toMatchObject({ end: { release: 'hello#2', state: 'SUCCEEDED' } });
    expect(code).toBe(0);
    const wrong = await ask('deploy', 'nowhere', '--reason', 'none');
    expect(wrong).toMatchObject({ code: 2, stderr: 'you/hello has neither a commit nor a branch "nowhere".\n' });
  }, 60_000);

  test('what each command prints for machines has the fields that are documented, and no others', async () => {
    const file = join(dir, 'bakewatch.yaml');
    for (const [command, ...args] of [
      ['status'],
      ['history'],
      ['show', 'hello#2'],
      ['why', 'hello#2'],
      ['why', 'fffffff'],
      ['audit'],
      ['metrics'],
      ['doctor'],
      ['validate', '--offline', file],
      ['plan', file],
      ['init', join(dir, 'again.yaml')],
    ] as const) {
      const place = command === 'validate' ? [] : ['--dir', dir];
      const { stdout } = await runCli([command, ...args, ...place, '--json']);
      expect([command, whyNotShaped(JSON.parse(stdout), shapeOf(command, false) ?? [])]).toEqual([command, []]);
    }
    const { stdout } = await ask('watch', 'hello#2', '--json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.flatMap((line) => whyNotShaped(line, shapeOf('watch', false) ?? []))).toEqual([]);
    const order = (await json('freeze', '--reason', 'for machines', '--until', '1h')).said;
    expect(whyNotShaped(order, shapeOf('freeze', true) ?? [])).toEqual([]);
    expect(whyNotShaped((await json('status')).said, shapeOf('status', false) ?? [])).toEqual([]);
    await ask('unfreeze', '--reason', 'for machines');
    const wrong = await ask('show', 'hello#99', '--json');
    expect(whyNotShaped(JSON.parse(wrong.stderr), ERROR_SHAPE)).toEqual([]);
  }, 60_000);

  test('a second instance in the same directory is refused, and names the first', async () => {
    const { code, stderr } = await runCli([
      'start',
      '--dir',
      dir,
      '--port',
      String(await freePorts(portOfOurOwn(6_640))),
    ]);
    expect(stderr).toContain(`Bakewatch runs already in ${dir} (process ${child.process.pid})`);
    expect(stderr).not.toMatch(STACK_TRACE);
    expect(code).toBe(2);
    expect((await ask('status')).code).toBe(0);
  });

  test('Ctrl-C ends it and everything that it had started within ten seconds', async () => {
    const since = Date.now();
    expect(await child.interrupt()).toBe(0);
    expect(processesIn(dir)).toEqual([]);
    expect(Date.now() - since).toBeLessThan(10_000);
    expect((await ask('status')).code).toBe(3);
  });

  test('a start that finds a port taken ends in order: no task that it had started is left', async () => {
    const taken = createServer().listen(port + 1, '127.0.0.1');
    const { code, stderr } = await runCli(['start', '--dir', dir, '--port', String(port)]);
    await new Promise((resolve) => taken.close(resolve));
    expect(stderr).toMatch(new RegExp(`^Port ${port + 1} is in use`));
    expect(code).toBe(2);
    expect(processesIn(dir)).toEqual([]);
  });

  test('the next start goes on where it was and does not push again; Ctrl-C in the midst of it leaves nothing either', async () => {
    child = startChild(dir, port, 10);
    await until(
      'tasks to be running again',
      () => processesIn(join(dir, 'aws', 'ecs')).length > 0 || undefined,
      30_000,
      child.output,
    );
    expect(await child.interrupt()).toBe(0);
    expect(processesIn(dir)).toEqual([]);
    child = startChild(dir, port, 10);
    await ready(child, dir);
    expect(child.output()).not.toMatch(/\$ git push/);
    const { said } = await json('history');
    expect(said).toHaveLength(2);
    expect((await json('status')).said.services[0].stages[1].current).toMatchObject({ release: 2 });
  });
});
