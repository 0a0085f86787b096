import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addPeopleCommands } from '#cli/people-commands.ts';
import { COMMAND_KINDS } from '#core/config/schema.ts';

function program(): Command {
  const all = new Command();
  addPeopleCommands(all, { withJson: (command) => command, run: async () => undefined });
  return all;
}

describe('what people may do', () => {
  test('is on the command line, all of it and nothing else', () => {
    expect(program().commands.map((command) => command.name())).toEqual(COMMAND_KINDS);
  });

  test.each(COMMAND_KINDS)('%s --help teaches it with an example and asks for a reason', (kind) => {
    const command = program().commands.find((each) => each.name() === kind);
    const help: string[] = [];
    command?.configureOutput({ writeOut: (text) => void help.push(text) }).outputHelp();
    expect(help.join('')).toMatch(new RegExp(`Examples?:\\n  \\$ npx bakewatch ${kind} .*--reason "`));
    expect(command?.options.filter((option) => option.mandatory).map(({ long }) => long)).toEqual(['--reason']);
  });
});
