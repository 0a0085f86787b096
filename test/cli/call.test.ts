import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_SHAPE } from '#cli/json-shapes.ts';
import { COMMAND_KINDS } from '#core/config/schema.ts';
import { freePorts } from '#local/installation/ports.ts';
import { portOfOurOwn } from '#test/one-machine/child.ts';
import { type CliResult, COLOUR, run, runCli, STACK_TRACE, typed } from './run-cli.ts';
import { whyNotShaped } from './why-not-shaped.ts';

/** What the command line says where nothing runs, and where nothing can. */
describe('bakewatch, called from a shell', { timeout: 60_000 }, () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'bakewatch-cli-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const expectSentence = ({ code, stdout, stderr }: CliResult, wanted: number, sentence: RegExp): void => {
    expect(stderr).toMatch(sentence);
    expect(code).toBe(wanted);
    expect(stdout + stderr).not.toMatch(STACK_TRACE);
    expect(stdout + stderr).not.toMatch(COLOUR);
  };

  test('--help names every command and the exit codes', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const command of [
      ...COMMAND_KINDS,
      ...'init start demo status history show watch why audit metrics doctor validate completion plan'.split(' '),
    ])
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toContain('Exit codes: 0 done');
  });

  test.each([
    ...'init start demo status history show watch why audit metrics doctor validate plan deploy approve'.split(' '),
  ])('%s --help teaches with an example of itself', async (command) => {
    const { code, stdout } = await runCli([command, '--help']);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n  \\$ npx bakewatch ${command}\\b`));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(code).toBe(0);
  });

  test.each([
    ['an unknown option', ['status', '--jsno'], /unknown option '--jsno'[\s\S]*--json[\s\S]*--help/],
    ['an unknown command', ['statsu'], /unknown command 'statsu'[\s\S]*status/],
    ['a missing argument', ['show'], /missing required argument 'release'/],
    ['a resume without a reason', ['resume', 'hello', 'production'], /required option '--reason/],
    ['a rollback to what is no number', ['rollback', 'hello', 'production', '--to', 'hello#4'], /number of a release/],
    ['a freeze until soon', ['freeze', '--until', 'soon', '--reason', 'x'], /30m, 2h or 7d, or a moment with its zone/],
    ['a freeze of two things', ['freeze', 'hello', '--stage', 'qa', '--reason', 'x'], /not both/],
    [
      'a release without its number',
      ['cancel', 'hello', '--reason', 'x'],
      /release must be a release, as in 'hello#7'/,
    ],
    ['a port that is no number', ['start', '--port', 'many'], /It must be a whole number/],
    ['a window of no days', ['metrics', '--days', '0'], /from 1 to 3650 days/],
    ['a watch for a while', ['watch', 'hello#1', '--timeout', 'soon'], /It must be a duration: 90s, 30m/],
    ['a watch of what is no release', ['watch', 'hello'], /"hello" is not a release: write it as service#number/],
    ['what is no release', ['show', 'hello'], /"hello" is not a release: write it as service#number, quoted/],
    ['a file that is not there', ['validate', '/nowhere/bakewatch.yaml'], /There is no \/nowhere\/bakewatch.yaml/],
    [
      'a plan of a file that is not there',
      ['plan', '/nowhere/bakewatch.yaml'],
      /There is no \/nowhere\/bakewatch.yaml/,
    ],
  ])('%s is refused with a hint', async (_what, args, sentence) => {
    expectSentence(await runCli(args), 2, sentence);
  });

  test.each([
    ['status'],
    ['history'],
    ['metrics'],
    ['show', 'hello#1'],
    ['watch', 'hello#1'],
    ['doctor'],
    ['resume', 'hello', 'production', '--reason', 'none'],
  ])('%s says that nothing runs, and how to start it', async (...args) => {
    expectSentence(await runCli([...args, '--dir', dir]), 3, /^Bakewatch does not run in .*npm start/);
  });

  test('npx finds it in a clone, without a registry', async () => {
    const { code, stderr } = await run('npx', ['--offline', '--no', '--', 'bakewatch', 'status', '--dir', dir]);
    expect(stderr).toMatch(/Bakewatch does not run in .*npm start/);
    expect(code).toBe(3);
  });

  test('a directory under a file is named, and what to do instead', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    const result = await runCli([
      'start',
      '--dir',
      join(file, 'state'),
      '--port',
      String(await freePorts(portOfOurOwn(6_000))),
    ]);
    expectSentence(result, 2, /file\/state.*--dir/);
  });

  test('a port that is taken is named, and nothing is left running', async () => {
    const port = await freePorts(portOfOurOwn(6_000));
    const taken = createServer().listen(port + 2, '127.0.0.1');
    const result = await runCli(['start', '--dir', join(dir, 'port'), '--port', String(port)]);
    taken.close();
    expectSentence(result, 2, new RegExp(`Port ${port + 2} is in use.*--port`));
  });

  test('every mistake of a configuration is told at once, each with its line', async () => {
    const state = join(dir, 'broken');
    mkdirSync(state);
    writeFileSync(join(state, 'bakewatch.yaml'), BROKEN);
    const started = await runCli(['start', '--dir', state, '--port', String(await freePorts(portOfOurOwn(6_000)))]);
    expectSentence(started, 2, /bakewatch\.yaml:5\b.*\n.*bakewatch\.yaml:9\b/);
    const validated = await runCli(['validate', join(state, 'bakewatch.yaml')]);
    expect({ code: validated.code, stderr: validated.stderr }).toEqual({ code: 2, stderr: started.stderr });
  });

  /** Nobody's credentials: neither of the environment nor of a file. */
  const strange = { PATH: process.env['PATH'], HOME: '/nowhere', AWS_REGION: 'us-east-1' };
  const SAMPLE = 'examples/hello.bakewatch.yaml';

  test('a right configuration is said to be right, stage by stage, and that AWS was not asked', async () => {
    const { code, stdout } = await runCli(['validate', SAMPLE], strange);
    expect(stdout).toMatch(
      /is right: hello \(staging → production\)\.\nNot checked against AWS: no credentials were found\. Set AWS_PROFILE.*\n$/,
    );
    expect(code).toBe(0);
  });

  test('--offline asks nobody, and says nothing of it', async () => {
    const { code, stdout } = await runCli(['validate', '--offline', SAMPLE], strange);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(0);
  });

  test.each<[string, string[], number]>([
    ['what is no command', ['statsu'], 2],
    ['an option that is missing', ['resume', 'hello', 'production'], 2],
    ['nothing that runs', ['status', '--dir', '/nowhere'], 3],
  ])('with --json %s is told as JSON on standard error', async (_what, args, code) => {
    const result = await runCli([...args, '--json']);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(whyNotShaped(JSON.parse(result.stderr), ERROR_SHAPE)).toEqual([]);
    expect(JSON.parse(result.stderr).error.exitCode).toBe(code);
  });

  const anew = () => join(mkdtempSync(join(dir, 'init-')), 'bakewatch.yaml');

  test('init writes a right configuration where nothing is known, marks what to fill in, and never writes over it', async () => {
    const file = anew();
    const first = await runCli(['init', file, '--offline', '--service', 'shop'], strange);
    expectSentence(
      { ...first, stderr: first.stdout },
      0,
      /is written: shop[\s\S]*FILL IN[\s\S]*npx bakewatch validate/,
    );
    expect((await runCli(['validate', '--offline', file], strange)).code).toBe(0);
    const text = readFileSync(file, 'utf8');
    expectSentence(await runCli(['init', file, '--offline'], strange), 2, /already: .*--force/);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const { code, stdout } = await runCli(
      ['init', file, '--offline', '--force', '--json', '--service', 'web'],
      strange,
    );
    expect([code, Object.keys(JSON.parse(stdout).configuration.services)]).toEqual([0, ['web']]);
  });

  test('init writes nothing of what would be no right configuration', async () => {
    const file = anew();
    const result = await runCli(['init', file, '--offline', '--service', 'Shop!'], strange);
    expectSentence(result, 2, /nothing was written:\n.*lower-case letters/);
    expect(existsSync(file)).toBe(false);
    expectSentence(await runCli(['init', file, '--stage', 'qa=x'], strange), 2, /cluster\/service\/container/);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;

  test.skipIf(!hasScript)(
    'init asks whoever sits at a terminal, takes Enter for what it found, and writes nothing after Ctrl-C',
    async () => {
      const file = anew();
      const left = await typed(['init', '--offline', file], strange, [
        ['(owner/name)', 'you/shop\r'],
        ['number at GitHub', '\u0003'],
      ]);
      expect(left.code).toBe(130);
      expect(existsSync(file)).toBe(false);
      const asked = await typed(['init', '--offline', file], strange, [
        ['(owner/name)', 'you/shop\r'],
        ['number at GitHub', '7\r'],
        ...['the service', 'Branch', 'Stages', 'staging: cl', 'staging: al'].map(
          (question) => [question, '\r'] as const,
        ),
        ...['production: cl', 'production: al', 'CodeBuild', 'ECR'].map((question) => [question, '\r'] as const),
      ]);
      expect(asked.stdout).toMatch(/is written: shop \(staging → production\)/);
      expect(asked.code).toBe(0);
      expect(readFileSync(file, 'utf8')).toMatch(/id: 7\n +name: you\/shop/);
    },
  );

  test('credentials with which AWS cannot be asked are no success', async () => {
    const port = await freePorts(portOfOurOwn(6_000));
    const credentials = { AWS_ACCESS_KEY_ID: 'person', AWS_SECRET_ACCESS_KEY: 'none' };
    const env = { ...strange, ...credentials, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
    const { code, stdout, stderr } = await runCli(['validate', SAMPLE], env);
    expect(stdout).toMatch(/Not checked against AWS: .*ECONNREFUSED/);
    expect(stdout + stderr).not.toMatch(STACK_TRACE);
    expect(code).toBe(1);
  });

  test('a plan is made from the file alone where nothing runs', async () => {
    const { code, stdout } = await runCli(['plan', SAMPLE, '--dir', dir]);
    expect(stdout).toMatch(/^hello {2}you\/hello\n[\s\S]*1 staging[\s\S]*2 production[\s\S]*takes/);
    expect(stdout).toMatch(/From the file alone: Bakewatch does not run in/);
    expect(stdout).not.toMatch(COLOUR);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(code).toBe(0);
    const json = await runCli(['plan', SAMPLE, '--dir', dir, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      isLive: false,
      services: [{ service: 'hello', stages: [{ plan: { last: false } }, {}] }],
    });
  });

  test('--json tells mistakes and what AWS said to machines', async () => {
    const file = join(dir, 'broken.yaml');
    writeFileSync(file, BROKEN);
    const broken = await runCli(['validate', '--json', file], strange);
    expect(JSON.parse(broken.stdout)).toMatchObject({ isRight: false, mistakes: [{ line: 5 }, { line: 9 }] });
    expect(broken.code).toBe(2);
    const right = await runCli(['validate', '--json', SAMPLE], strange);
    expect(JSON.parse(right.stdout)).toMatchObject({ isRight: true, mistakes: [], aws: { asked: false } });
    expect(right.code).toBe(0);
  });
});

const BROKEN = `services:
  hello:
    repository: { id: 1, name: you/hello }
    build: { project: hello-build, image: hello }
    brnach: main
    stages:
      - name: staging
        targets: [{ cluster: staging, service: hello, container: app }]
        deployWithin: soon
`;
