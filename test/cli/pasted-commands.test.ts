import { describe, expect, it } from 'vitest';
import { sayCommand } from '#core/explain/say-command.ts';
import { run } from './run-cli.ts';

const COMMANDS = [
  sayCommand.deploy('hello', 'a'.repeat(40)),
  sayCommand.approve('hello#7', 'production'),
  sayCommand.resume('hello', 'production'),
  sayCommand.fixForward('hello', 'production'),
  sayCommand.adopt('hello', 'production', ['hello:9', 'worker:4']),
  sayCommand.emergency('hello#7'),
  sayCommand.pardon('hello', 'a'.repeat(40)),
  sayCommand.unfreeze('everything'),
  sayCommand.unfreeze('hello production'),
  sayCommand.unfreeze('production of every service'),
];

/** Commands that an explanation gives a person to paste: where nothing runs they get as far as that, and are no wrong calls. */
describe('a command to be pasted', { timeout: 60_000 }, () => {
  it.each(COMMANDS)('%s is taken by the command line', async (command) => {
    const line = command.replace('npx bakewatch', `'${process.execPath}' cli/bakewatch.ts`);
    const { code, stderr } = await run('sh', ['-c', `${line} --dir no-such-directory`]);
    expect(stderr).toMatch(/^Bakewatch does not run in/);
    expect(code).toBe(3);
  });
});
