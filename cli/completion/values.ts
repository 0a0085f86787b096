import type { Argument, Command, Option } from 'commander';

/** What may stand in a place: words that are known, or what the shell or the instance knows; `nothing`: only the person does. */
export type Values = readonly string[] | 'services' | 'stages' | 'releases' | 'files' | 'directories' | 'nothing';

/** What an instance is asked for. */
export const ASKED = ['services', 'stages', 'releases'] as const;
export type AskedValues = (typeof ASKED)[number];

const BY_NAME: Record<string, Values> = {
  service: 'services',
  stage: 'stages',
  release: 'releases',
  'commit|release': 'releases',
  file: 'files',
};

const BY_OPTION: Record<string, Values> = { '--service': 'services', '--stage': 'stages', '--dir': 'directories' };

/** What an argument may be, by its choices or its name. */
export const valuesOfArgument = (argument: Argument): Values =>
  argument.argChoices ?? BY_NAME[argument.name()] ?? 'nothing';

/** Undefined: the option is a switch. */
export const valuesOfOption = (option: Option): Values | undefined =>
  option.required || option.optional ? (option.argChoices ?? BY_OPTION[option.long ?? ''] ?? 'nothing') : undefined;

/** Whatever begins with a hyphen. */
export const flagsOf = (command: Command): string[] => [
  ...command.options.flatMap(({ long, short }) => [long, short].filter((flag) => flag !== undefined)),
  '--help',
];
