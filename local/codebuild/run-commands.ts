import type { BuildLog } from './build-log.ts';
import type { PhaseContext } from './build-record.ts';
import type { CommandPhase } from './buildspec.ts';
import type { ShellSession } from './shell-session.ts';

/** Runs a phase's commands until one fails, then its `finally` commands. Returns why the phase failed, or undefined. */
export async function runCommands(
  phase: CommandPhase,
  session: ShellSession,
  log: BuildLog,
): Promise<PhaseContext | undefined> {
  const failure = await runUntilFailure(phase.commands, session, log);
  const atTheEnd = await runUntilFailure(phase.finally, session, log);
  return failure ?? atTheEnd;
}

async function runUntilFailure(
  commands: string[],
  session: ShellSession,
  log: BuildLog,
): Promise<PhaseContext | undefined> {
  for (const command of commands) {
    log.line(`Running command ${command}`);
    const code = await session.run(command);
    if (code !== 0) {
      const message = `Error while executing command: ${command}. Reason: exit status ${code}`;
      return { statusCode: 'COMMAND_EXECUTION_ERROR', message };
    }
  }
  return undefined;
}
