import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { killGroup } from './leftover-processes.ts';

export interface ShellSession {
  /** Runs one command (any number of lines) and resolves with its exit code; 128 + signal number is not told apart. */
  run(command: string): Promise<number>;
  /** The exported variables as they are now. */
  environment(): Promise<Record<string, string>>;
  /** Kills everything the session started; a command that runs ends with code 137. */
  kill(): void;
}

export interface ShellSessionOptions {
  shell: 'sh' | 'bash';
  directory: string;
  environment: Record<string, string>;
  /** A folder of the session's own, outside the checkout. */
  stateDirectory: string;
  /** File descriptor that takes what commands print. */
  log: number;
  /** Called with each process group before it runs anything. */
  onGroup(group: number): void;
}

/**
 * The one loop that never changes; commands come as files, so no text of a buildspec is ever quoted.
 * `$0` is the state folder. A shell that ended (`exit 1`) is followed by a new one with the exports the last command left.
 */
const LOOP = `
if [ -f "$0/exports" ]; then . "$0/exports"; cd "$(cat "$0/cwd")"; fi
while IFS= read -r __codebuild_next <&3; do
  . "$0/command" 3<&- 4>&-
  __codebuild_status=$?
  export -p >"$0/exports"
  pwd >"$0/cwd"
  echo "$__codebuild_status" >&4
done
`;

/** One shell for all commands of a build, as CodeBuild has it since buildspec 0.2: what a command exports, the next one sees. */
export function openShellSession(options: ShellSessionOptions): ShellSession {
  mkdirSync(options.stateDirectory, { recursive: true });
  const groups: number[] = [];
  let shell: ChildProcess | undefined;
  let killed = false;

  const living = (): ChildProcess => {
    if (shell && shell.exitCode === null && shell.signalCode === null) return shell;
    shell = spawnShell(options);
    if (shell.pid === undefined) throw new Error(`${options.shell} cannot be started on this machine.`);
    groups.push(shell.pid);
    options.onGroup(shell.pid);
    return shell;
  };

  const run = async (command: string): Promise<number> => {
    if (killed) return KILLED;
    writeFileSync(join(options.stateDirectory, 'command'), `${command}\n`);
    return await runIn(living());
  };

  return {
    run,
    async environment() {
      const file = join(options.stateDirectory, 'environment');
      const code = await run('env -0 >"$0/environment"');
      return code === 0 ? environmentOf(readFileSync(file, 'utf8')) : {};
    },
    kill() {
      killed = true;
      for (const group of groups) killGroup(group);
    },
  };
}

const KILLED = 137;

function spawnShell(options: ShellSessionOptions): ChildProcess {
  const child = spawn(options.shell, ['-c', LOOP, options.stateDirectory], {
    cwd: options.directory,
    env: options.environment,
    detached: true,
    stdio: ['ignore', options.log, options.log, 'pipe', 'pipe'],
  });
  // A shell that is gone is told by its exit; what cannot be written to it any more does not matter.
  child.on('error', () => {});
  for (const pipe of child.stdio.slice(3)) pipe?.on('error', () => {});
  return child;
}

/** The loop's answer, or the shell's own exit code when the command ended the shell. */
function runIn(shell: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const answers = shell.stdio[4];
    const done = (code: number): void => {
      answers?.off('data', onAnswer);
      shell.off('exit', onExit);
      resolve(code);
    };
    const onAnswer = (line: Buffer): void => done(Number(line.toString('latin1').trim()));
    const onExit = (code: number | null): void => done(code ?? KILLED);
    answers?.on('data', onAnswer);
    shell.on('exit', onExit);
    (shell.stdio[3] as Writable).write('next\n');
  });
}

const environmentOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\0')
      .filter(Boolean)
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
