import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { program } from '#cli/bakewatch.ts';
import { shapeOf } from '#cli/json-shapes.ts';
import { renderManual } from '#cli/manual.ts';
import { renderReference } from '#cli/reference.ts';
import { readDocument } from '#test/docs/read-document.ts';

describe('the reference of the command line', () => {
  const committed = readDocument('docs/cli.md');

  test('is committed as it follows from the commands (npm run reference)', () => {
    expect(committed).toBe(renderReference(program));
  });

  test('has the manual page that follows from them, too, which groff takes without a word', () => {
    const manual = readDocument('docs/bakewatch.1');
    expect(manual).toBe(renderManual(program));
    const { status, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou'], {
      input: manual,
      encoding: 'utf8',
    });
    if (status === null) return;
    expect(stderr).toBe('');
    for (const command of program.commands) expect(stdout).toMatch(new RegExp(`^ +${command.name()}\\b`, 'm'));
    expect(stdout).toContain('--despite-migration');
  });

  test('has the fields of every command that prints JSON, and of no other', () => {
    for (const command of program.commands) {
      const isOrder = command.options.some(({ long }) => long === '--reason');
      const prints = command.options.some(({ long }) => long === '--json');
      expect([command.name(), shapeOf(command.name(), isOrder) !== undefined]).toEqual([command.name(), prints]);
      expect(/With `--json`:/.test(section(command.name()))).toBe(prints);
    }
  });

  test('has a section for every command, with each of its options and an example', () => {
    const shared = section('Options of most commands');
    for (const command of program.commands) {
      const own = section(command.name());
      expect(own).toMatch(new RegExp(`\\$ npx bakewatch ${command.name()}\\b`));
      for (const { flags } of command.options) expect(own + shared).toContain(`\`${flags}\``);
    }
  });

  test('names no place of the machine that wrote it', () => {
    expect(committed).not.toContain(process.cwd());
    expect(committed).toContain('default: `.bakewatch`');
  });

  /** From its heading to the next one. */
  function section(title: string): string {
    const found = committed.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
    if (!found) throw new Error(`There is no section ${title}.`);
    return found;
  }
});
