import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from '#cli/bakewatch.ts';
import { renderCompletion, type Shell } from '#cli/completion/render-completion.ts';
import { run } from './run-cli.ts';

const hasZsh = spawnSync('zsh', ['--version']).status === 0;

/** Stands for the program: says which words it was asked for and where, and what the line came to. */
const PROGRAM = `#!/bin/sh
if [ "$1" = completion ] && [ "$2" != zsh ]; then
  echo "$*" >>"$ASKED"
  case "$2" in services) echo hello; echo other ;; stages) echo production ;; releases) echo 'hello#7' ;; esac
else
  echo "GOT:$*:"
fi
`;

/** The scripts in the shells themselves. */
describe('completion', { timeout: 30_000 }, () => {
  let dir: string;
  const env = () => ({ PATH: `${dir}:${process.env['PATH']}`, ASKED: join(dir, 'asked'), HOME: dir, TERM: 'dumb' });

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'bakewatch-completion-'));
    writeFileSync(join(dir, 'bakewatch'), PROGRAM);
    chmodSync(join(dir, 'bakewatch'), 0o755);
    mkdirSync(join(dir, 'deploy place'));
    writeFileSync(join(dir, 'deploy.yaml'), '');
    for (const shell of ['bash', 'zsh'] as const)
      writeFileSync(join(dir, `completion.${shell}`), renderCompletion(program, shell as Shell));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** What bash offers after these words; the last one is begun only. */
  async function inBash(...words: string[]): Promise<string[]> {
    const script = `cd "$HOME"; source completion.bash; COMP_WORDS=(bakewatch "$@"); COMP_CWORD=$#; _bakewatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await run('bash', ['--norc', '-uc', script, 'bash', ...words], env());
    expect(stderr).toBe('');
    return stdout.split('\n').filter((word) => word !== '');
  }

  test.each<[string[], string[]]>([
    [['st'], ['start', 'status']],
    [['status', '--j'], ['--json']],
    [['--h'], ['--help']],
    [['completion', 'z'], ['zsh']],
    [
      ['history', ''],
      ['hello', 'other'],
    ],
    [['resume', 'hello', ''], ['production']],
    [['show', 'he'], ['hello#7']],
    [['show', '--json', ''], ['hello#7']],
    [['show', '--dir', 'x', ''], ['hello#7']],
    [['why', 'hello#7', ''], []],
    [['deploy', '1a2b3c4', '--service', 'o'], ['other']],
    [['freeze', '--reason', ''], []],
    [['freeze', '--stage', 'prod'], ['production']],
    [['rollback', 'hello', 'production', '--to', '3', '--des'], ['--despite-migration']],
    [
      ['validate', 'deploy'],
      ['deploy place', 'deploy.yaml'],
    ],
    [['status', '--dir', 'dep'], ['deploy place']],
    [['nothing', ''], []],
  ])('in bash %j comes to %j', async (words, offered) => {
    expect((await inBash(...words)).sort()).toEqual(offered);
  });

  test('every command is offered, and every option of each', async () => {
    const names = program.commands.map((command) => command.name());
    expect(await inBash('')).toEqual(expect.arrayContaining([...names, 'help']));
    for (const command of program.commands.slice(0, 6))
      expect(await inBash(command.name(), '--')).toEqual(
        expect.arrayContaining(command.options.flatMap(({ long }) => long ?? [])),
      );
  });

  test('an instance is asked where the line says that it is', async () => {
    writeFileSync(join(dir, 'asked'), '');
    await inBash('show', '--aws', '--region', 'eu-west-1', '--dir', 'a place', '');
    const { stdout } = await run('cat', [join(dir, 'asked')]);
    expect(stdout).toBe('completion releases --aws --region eu-west-1 --dir a place\n');
  });

  test.skipIf(!hasZsh).each<[string, string]>([
    ['hist', 'history'],
    ['status --js', 'status --json'],
    ['completion z', 'completion zsh'],
    ['history oth', 'history other'],
    ['show --json hel', 'show --json hello#7'],
    ['resume hello pro', 'resume hello production'],
    ['deploy 1a2b3c4 --service ot', 'deploy 1a2b3c4 --service other'],
    ['validate deploy.', 'validate deploy.yaml'],
  ])('in zsh Tab makes of %j %j', async (typed, completed) => {
    // A shell of its own on a pseudo-terminal, in which somebody types.
    const script = `
      zmodload zsh/zpty
      zpty typed zsh -f -i
      zpty -w typed 'cd $HOME; PS1= ; unsetopt prompt_sp; autoload -U compinit; compinit -D -u; source completion.zsh'
      zpty -w typed 'echo REA''DY'
      zpty -r typed line '*READY*'
      zpty -n -w typed "$1"$'\\t\\n'
      zpty -r typed line '*GOT:*:*'
      print -r -- "$line"
      zpty -d typed`;
    const { stdout } = await run('zsh', ['-f', '-c', script, 'zsh', `bakewatch ${typed}`], env());
    expect(/GOT:(.*?) ?:/.exec(stdout)?.[1]).toBe(completed);
  });
});
