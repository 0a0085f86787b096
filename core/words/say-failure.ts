import { cut } from './say-time.ts';

const LONGEST = 1_000;

/** What Step Functions caught, as its `errorOutput` has it. */
export interface Failure {
  Error?: string;
  Cause?: string;
}

/** One human sentence out of a failure: a sentence of ours, a Lambda's, a CodeBuild's or an ECS task's JSON. */
export function sayFailure({ Error: name, Cause: cause }: Failure): string {
  const parsed = parseObject(cause);
  if (typeof parsed?.['errorMessage'] === 'string') return cut(parsed['errorMessage'], LONGEST);
  const build = (parsed?.['Build'] ?? parsed) as Record<string, unknown> | undefined;
  if (typeof build?.['BuildStatus'] === 'string') return sayBuild(build);
  const task = (parsed?.['Task'] ?? parsed) as Record<string, unknown> | undefined;
  if (Array.isArray(task?.['Containers'])) return sayTask(task);
  if (name === 'States.Timeout') return `a step took longer than it may${cause ? `: ${cut(cause, LONGEST)}` : ''}`;
  if (cause && !parsed) return cut(cause, LONGEST);
  return `the execution failed with ${name ?? 'an unnamed error'}`;
}

function sayTask(task: Record<string, unknown>): string {
  const containers = task['Containers'] as { Name?: string; ExitCode?: number; Reason?: string }[];
  const failed = containers.find((c) => c.ExitCode !== 0);
  const exit = failed?.ExitCode === undefined ? (failed?.Reason ?? 'it never ran') : `exit code ${failed.ExitCode}`;
  const why = typeof task['StoppedReason'] === 'string' ? ` (${task['StoppedReason']})` : '';
  return cut(`the test task failed: ${exit} in container ${failed?.Name ?? 'of no name'}${why}`, LONGEST);
}

function sayBuild(build: Record<string, unknown>): string {
  const phases = Array.isArray(build['Phases']) ? (build['Phases'] as Record<string, unknown>[]) : [];
  const failed = phases.find((p) => !['SUCCEEDED', undefined, ''].includes(p['PhaseStatus'] as string | undefined));
  const contexts = (failed?.['Contexts'] ?? failed?.['PhaseContext'] ?? []) as { Message?: string }[];
  const message = contexts.find((c) => c.Message)?.Message ?? '';
  const where = failed ? ` in ${String(failed['PhaseType'])}` : '';
  const logs = build['Logs'] as { DeepLink?: string } | undefined;
  return cut(
    `the build ${String(build['BuildStatus']).toLowerCase()}${where}${message ? `: ${message}` : ''}${logs?.DeepLink ? ` (log: ${logs.DeepLink})` : ''}`,
    LONGEST,
  );
}

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  if (!text?.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
