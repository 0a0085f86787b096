import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `bakewatch <args>` as a process of its own, without a terminal. Resolves when it has ended. */
export const runCli = (args: string[], env?: NodeJS.ProcessEnv): Promise<CliResult> =>
  run(process.execPath, ['cli/bakewatch.ts', ...args], env);

/** The same, stopped with Ctrl-C as soon as it has said something. */
export const interrupted = (args: string[]): Promise<CliResult> =>
  run(process.execPath, ['cli/bakewatch.ts', ...args], process.env, (child) =>
    child.stdout.once('data', () => child.kill('SIGINT')),
  );

/** A program with its arguments, in the project's directory; `env` is all of its environment, by default that of the tests. */
export async function run(
  program: string,
  args: string[],
  env = process.env,
  begun: (child: ChildProcessWithoutNullStreams) => void = ({ stdin }) => stdin.end(),
): Promise<CliResult> {
  const child = spawn(program, args, { cwd: root, env, stdio: 'pipe' });
  begun(child);
  const result = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      result[stream] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...result };
}

/** The same at a terminal, where somebody types: to each question, when it is asked, these keys. */
export const typed = (
  args: string[],
  env: NodeJS.ProcessEnv,
  keys: (readonly [string, string])[],
): Promise<CliResult> => {
  const line = [process.execPath, 'cli/bakewatch.ts', ...args].map((word) => `'${word}'`).join(' ');
  const left = [...keys];
  return run('script', ['-qec', line, '/dev/null'], { ...env, TERM: 'dumb' }, (child) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const [question = '', answer = ''] = left[0] ?? [];
      const at = said.indexOf(question);
      if (left.length === 0 || at < 0) return;
      left.shift();
      said = said.slice(at + question.length);
      child.stdin.write(answer);
    });
  });
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
export const COLOUR = /\u001b\[/;

export const STACK_TRACE = /\n\s+at .+:\d+:\d+/;
