import type { Argument, Command } from 'commander';

/** `rollback <service> <stage> --reason <sentence> [options]` */
export const synopsisOf = (command: Command): string =>
  [
    usageOf(command),
    ...command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags),
    ...(command.options.some(({ mandatory }) => !mandatory) ? ['[options]'] : []),
  ].join(' ');

/** `rollback <service> <stage>` */
export const usageOf = (command: Command): string =>
  [command.name(), ...command.registeredArguments.map(spellArgument)].join(' ');

export function spellArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
