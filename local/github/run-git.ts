import { execFile } from 'node:child_process';

export interface GitResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs git with an argument array (never a shell), deaf to the machine's and the user's configuration, to hooks and to
 * prompts. Resolves with the exit code, also when it is not 0; rejects only when git cannot be started or was aborted.
 */
export function runGit(args: string[], options: { cwd?: string; signal?: AbortSignal } = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const settings = { ...options, env: gitEnvironment(), maxBuffer: 256 * 1024 * 1024 };
    execFile('git', [...SAFE_SETTINGS, ...args], settings, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}

/** Nothing a repository brings along may run, and only local transports are spoken. */
const SAFE_SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'protocol.allow=never',
  '-c',
  'protocol.file.allow=always',
];

function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C.UTF-8',
  };
}
