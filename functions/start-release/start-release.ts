import type { Executions } from '#core/ports/executions.ts';
import { executionName, isTerminal, type Release, releaseId } from '#core/release/release.ts';

export interface StartReleasePorts {
  executions: Executions;
}

/**
 * Starts the execution of a release that was just accepted. The ledger's stream calls it for every change, at least once: the
 * execution's name is the release, so a second call finds the first one's execution.
 */
export async function startRelease(
  ports: StartReleasePorts,
  release: Release,
): Promise<'started' | 'nothing to start'> {
  if (isTerminal(release.state)) return 'nothing to start';
  await ports.executions.start(executionName(release), { release: releaseId(release) });
  return 'started';
}
