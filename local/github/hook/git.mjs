import { execFileSync } from 'node:child_process';

/**
 * Runs git in a bare repository with an argument array, never a shell, deaf to configuration and hooks of the machine.
 * Returns what it printed; throws when it exits with anything but 0.
 */
export function git(bareDirectory, args, input = '') {
  return execFileSync('git', args, {
    cwd: bareDirectory,
    input,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      GIT_DIR: bareDirectory,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C.UTF-8',
    },
  });
}

/** Like `git`, but undefined when git says no (exit code 1 or 128). */
export function gitMaybe(bareDirectory, args) {
  try {
    return git(bareDirectory, args);
  } catch (error) {
    if (error.status === 1 || error.status === 128) return undefined;
    throw error;
  }
}
