import type { Argument, Command, Option } from 'commander';
import { afterHelp } from './after-help.ts';
import { ENVIRONMENT, EXIT_CODES } from './environment.ts';
import { ERROR_SHAPE, type Field, shapeOf } from './json-shapes.ts';
import { spellArgument, synopsisOf, usageOf } from './synopsis.ts';

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
    ...fenced(afterHelp(program)),
    '## Options of most commands',
    table('option', common.map(optionRow)),
    '## Exit codes',
    table('code', EXIT_CODES),
    '## Environment',
    table(
      'variable',
      ENVIRONMENT.map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
    ...renderJson(),
    ...commands.map((command) => renderCommand(command, common)),
  ].join('\n\n')}\n`;
}

function renderCommand(command: Command, common: Option[]): string {
  const own = command.options.filter((option) => !common.some((other) => isSame(option, other)));
  const rows = [...command.registeredArguments.map(argumentRow), ...own.map(optionRow)];
  const shared = command.options.filter((option) => common.some((other) => isSame(option, other)));
  return [
    `## ${command.name()}`,
    `\`\`\`sh\nnpx bakewatch ${synopsisOf(command)}\n\`\`\``,
    `${command.description().charAt(0).toUpperCase()}${command.description().slice(1)}.`,
    ...(rows.length > 0 ? [table('argument or option', rows)] : []),
    ...(shared.length > 0
      ? [`Also ${flagsOf(shared)}: see [options of most commands](#options-of-most-commands).`]
      : []),
    ...fenced(afterHelp(command)),
    ...renderShape(command),
  ].join('\n\n');
}

const flagsOf = (options: Option[]): string => options.map(({ long }) => `\`${long}\``).join(', ');

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

/** What is the same of all: how to read the tables, what is promised, and how errors are told. */
const renderJson = (): string[] => [
  '## JSON',
  'With `--json` a command prints one JSON value on standard output (`watch`, and `deploy --watch`, one on each line), and nothing else. The fields are listed with each command. They stay: fields are added, none is taken away or given another meaning; what is called object or list there holds more than is promised. ' +
    'A field with `?` may be missing, and is never null. A moment is milliseconds since 1970, a duration milliseconds. The exit code is the same as without.',
  'What goes wrong is told on standard error, as JSON, too:',
  fieldTable(ERROR_SHAPE),
];

function renderShape(command: Command): string[] {
  const isOrder = command.options.some(({ long }) => long === '--reason');
  const shape = shapeOf(command.name(), isOrder);
  if (!shape || !command.options.some(({ long }) => long === '--json')) return [];
  if (isOrder && command.name() !== FIRST_ORDER)
    return [`With \`--json\`: the fields of [every order](#${FIRST_ORDER}).`];
  return ['With `--json`:', fieldTable(shape)];
}

/** Where the fields that all orders have stand. */
const FIRST_ORDER = 'deploy';

const fieldTable = (shape: readonly Field[]): string =>
  [
    '| field | type | |',
    '|---|---|---|',
    ...shape.map(([path, type, meaning]) => `| \`${path}\` | ${type} | ${inCell(meaning)} |`),
  ].join('\n');

const fenced = (text: string): string[] => (text ? [`\`\`\`\n${text}\n\`\`\``] : []);

const table = (title: string, rows: readonly (readonly string[])[]): string =>
  [`| ${title} | |`, '|---|---|', ...rows.map((cells) => `| ${cells.map(inCell).join(' | ')} |`)].join('\n');

const inCell = (cell: string): string => cell.replaceAll('|', '\\|');
