import type { Command, Option } from 'commander';
import { afterHelp } from './after-help.ts';
import { ENVIRONMENT, EXIT_CODES } from './environment.ts';
import { spellArgument, synopsisOf } from './synopsis.ts';

/** bakewatch(1) in roff, from the commands themselves: `man -l docs/bakewatch.1`. https://man7.org/linux/man-pages/man7/groff_man.7.html */
export function renderManual(program: Command): string {
  const commands = program.commands.filter((command) => command.name() !== 'help');
  const own = afterHelp(program);
  return `${[
    '.\\" Written by `npm run reference` from the commands themselves. Do not edit it here.',
    '.TH BAKEWATCH 1 "" "Bakewatch" "User Commands"',
    '.SH NAME',
    `bakewatch \\- ${roff(program.description()).replace(/\.$/, '')}`,
    '.SH SYNOPSIS',
    ...commands.flatMap((command) => [`.B bakewatch ${roff(synopsisOf(command))}`, '.br']),
    '.SH DESCRIPTION',
    roff(
      'In a clone it is called as npx bakewatch. Without --aws, --profile or --region it asks Bakewatch on this machine.',
    ),
    ...preformatted(own),
    '.SH COMMANDS',
    ...commands.flatMap(renderCommand),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => item(name, meaning)),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => item(code, meaning)),
    '.SH SEE ALSO',
    roff(
      'docs/cli.md has the fields of --json, docs/install.md the configuration, docs/runbook.md what to do when somebody is called.',
    ),
  ].join('\n')}\n`;
}

const renderCommand = (command: Command): string[] => [
  `.SS "${roff(synopsisOf(command)).replaceAll('"', '\\(dq')}"`,
  `${roff(upperFirst(command.description()))}.`,
  ...command.registeredArguments.flatMap((argument) =>
    item(spellArgument(argument), argument.description || argument.name()),
  ),
  ...command.options.flatMap((option) => item(option.flags, sayOption(option))),
  ...preformatted(afterHelp(command)),
];

const sayOption = ({ description, defaultValue, defaultValueDescription, mandatory }: Option): string =>
  [
    description,
    mandatory ? 'must be given' : '',
    defaultValue === undefined || defaultValue === false ? '' : `default: ${defaultValueDescription ?? defaultValue}`,
  ]
    .filter((part) => part !== '')
    .join('; ');

const item = (term: string, meaning: string): string[] => ['.TP', `.B ${roff(term)}`, roff(meaning)];

const preformatted = (text: string): string[] => (text ? ['.PP', '.nf', ...text.split('\n').map(roff), '.fi'] : []);

/** Nothing in a text is a request: no backslash, no point or quote at the beginning of a line, and hyphens that can be searched and copied. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('`', '\\(ga')
    .replaceAll("'", '\\(aq')
    .replaceAll(
      /[^\0-\x7f]/gu,
      (letter) => `\\[u${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^\./, '\\&.');

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
