import type { Command } from 'commander';

/** The examples and what else stands below the help that commander makes. */
export function afterHelp(command: Command): string {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => void written.push(text) }).outputHelp();
  return written.join('').slice(command.helpInformation().length).trim();
}
