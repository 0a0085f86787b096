import type { Argument, Command, Option } from 'commander';

/**
 * docs/cli.md: every command with its arguments, options and examples, as commander has them. What most commands take is told once.
 * Prepares the commands' output for being caught: not for a program that is called afterwards.
 */
export function renderReference(program: Command): string {
  const commands = program.commands.filter((command) => command.name() !== 'help');
  const common = commonOptions(commands);
  return `${[
    '# Command line',
    `<!-- Written by \`npm run reference\` from the commands themselves. Do not edit it here. -->`,
    program.description(),
    table(
      'command',
      commands.map((command) => [`[\`${usageOf(command)}\`](#${command.name()})`, command.description()]),
    ),
    ...afterHelp(program),
    '## Options of most commands',
    table('option', common.map(optionRow)),
    ...commands.map((command) => renderCommand(command, common)),
  ].join('\n\n')}\n`;
}

function renderCommand(command: Command, common: Option[]): string {
  const own = command.options.filter((option) => !common.some((other) => isSame(option, other)));
  const rows = [...command.registeredArguments.map(argumentRow), ...own.map(optionRow)];
  const shared = command.options.filter((option) => common.some((other) => isSame(option, other)));
  return [
    `## ${command.name()}`,
    `\`npx bakewatch ${usageOf(command)}\`: ${command.description()}.`,
    ...(rows.length > 0 ? [table('argument or option', rows)] : []),
    ...(shared.length > 0
      ? [`Also ${flagsOf(shared)}: see [options of most commands](#options-of-most-commands).`]
      : []),
    ...afterHelp(command),
  ].join('\n\n');
}

const flagsOf = (options: Option[]): string => options.map(({ long }) => `\`${long}\``).join(', ');

/** `rollback <service> <stage>`: without the options, which have a table of their own. */
const usageOf = (command: Command): string =>
  [command.name(), ...command.registeredArguments.map(spellArgument)].join(' ');

function spellArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Those that more than half of the commands take, all in the same words. */
function commonOptions(commands: Command[]): Option[] {
  const all = commands.flatMap(({ options }) => options);
  const isCommon = (option: Option): boolean =>
    !option.mandatory && all.filter((other) => isSame(option, other)).length > commands.length / 2;
  return all.filter((option, i) => isCommon(option) && all.findIndex((other) => isSame(option, other)) === i);
}

const isSame = (one: Option, other: Option): boolean =>
  one.flags === other.flags && one.description === other.description;

const argumentRow = (argument: Argument): string[] => [
  `\`${spellArgument(argument)}\``,
  argument.description + sayDefault(argument),
];

const optionRow = (option: Option): string[] => [
  `\`${option.flags}\``,
  `${option.description}${option.mandatory ? ' (must be given)' : ''}${option.envVar ? `; also by \`${option.envVar}\` in the environment` : ''}${sayDefault(option)}`,
];

/** A switch that is off by default says so by being one. */
function sayDefault({
  defaultValue,
  defaultValueDescription,
}: Pick<Option, 'defaultValue' | 'defaultValueDescription'>): string {
  if (defaultValue === undefined || defaultValue === false) return '';
  return `; default: \`${defaultValueDescription ?? defaultValue}\``;
}

const table = (title: string, rows: string[][]): string =>
  [`| ${title} | |`, '|---|---|', ...rows.map((cells) => `| ${cells.map(inCell).join(' | ')} |`)].join('\n');

const inCell = (cell: string): string => cell.replaceAll('|', '\\|');

/** The examples and what else stands below the help that commander makes. */
function afterHelp(command: Command): string[] {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => void written.push(text) }).outputHelp();
  const after = written.join('').slice(command.helpInformation().length).trim();
  return after ? [`\`\`\`\n${after}\n\`\`\``] : [];
}
