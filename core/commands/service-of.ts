import { parseReleaseId } from '../release/release.ts';
import type { Command } from './command.ts';

/** The service that a command is about; undefined when it is about all of them. */
export const serviceOf = (command: Command): string | undefined =>
  'release' in command ? parseReleaseId(command.release)?.service : command.service;
