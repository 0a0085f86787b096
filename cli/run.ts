import { UserError } from '#local/installation/user-error.ts';
import { EXIT } from './exit-codes.ts';
import { Unreachable } from './unreachable.ts';

/** Known before the line is parsed: what is wrong with the line is told in the same way. */
export const isForMachines = (): boolean => process.argv.includes('--json');

/** Ends the process with the task's code; or with what is wrong, as a sentence, or for machines as JSON, on standard error. */
export function run(task: Promise<number>): Promise<void> {
  return task.then(
    (code) => process.exit(code),
    (error: Error) => {
      const code = codeOf(error);
      // What is nobody's mistake but ours keeps its trace for people.
      if (code === undefined && !isForMachines()) throw error;
      console.error(sayError(error.message, code ?? EXIT.otherwise));
      process.exit(code ?? EXIT.otherwise);
    },
  );
}

const codeOf = (error: Error): number | undefined =>
  error instanceof Unreachable ? EXIT.unreachable : error instanceof UserError ? EXIT.usage : undefined;

export const sayError = (message: string, exitCode: number): string =>
  isForMachines() ? JSON.stringify({ error: { message, exitCode } }) : message;
