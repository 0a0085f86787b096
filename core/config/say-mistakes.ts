import type { ConfigMistake } from './config-mistake.ts';

/** A line for each mistake in a file, with its place, as an editor can jump to it. */
export const sayMistakes = (file: string, mistakes: ConfigMistake[]): string =>
  mistakes.map(({ line, path, message }) => `  ${file}:${line}  ${path ? `${path}: ` : ''}${message}`).join('\n');
