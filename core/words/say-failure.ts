import { cut } from './say-time.ts';

const LONGEST = 1_000;

/** What Step Functions caught, as its `errorOutput` has it. */
export interface Failure {
  Error?: string;
  Cause?: string;
}

type Part = Record<string, unknown>;

/** One human sentence out of a failure: a sentence of ours, a Lambda's, a CodeBuild's or an ECS task's JSON. Never throws. */
export function sayFailure({ Error: name, Cause: cause }: Failure): string {
  const parsed = parseObject(cause);
  if (typeof parsed?.['errorMessage'] === 'string') return cut(parsed['errorMessage'], LONGEST);
  const build = (parsed?.['Build'] ?? parsed) as Part | undefined;
  if (typeof build?.['BuildStatus'] === 'string') return sayBuild(build);
  const task = (parsed?.['Task'] ?? parsed) as Part | undefined;
  if (Array.isArray(task?.['Containers'])) return sayTask(task);
  if (name === 'States.Timeout') return `a step took longer than it may${cause ? `: ${cut(cause, LONGEST)}` : ''}`;
  if (cause && !parsed) return cut(cause, LONGEST);
  return `the execution failed with ${name ?? 'an unnamed error'}`;
}

function sayTask(task: Part): string {
  const failed = partsOf(task['Containers']).find((c) => c['ExitCode'] !== 0);
  const exit =
    failed?.['ExitCode'] === undefined ? textOf(failed?.['Reason']) : `exit code ${textOf(failed['ExitCode'])}`;
  const why = typeof task['StoppedReason'] === 'string' ? ` (${task['StoppedReason']})` : '';
  const container = textOf(failed?.['Name']) || 'of no name';
  return cut(`the task failed: ${exit || 'it never ran'} in container ${container}${why}`, LONGEST);
}

function sayBuild(build: Part): string {
  const failed = partsOf(build['Phases']).find(({ PhaseStatus: status }) => status && status !== 'SUCCEEDED');
  const contexts = partsOf(failed?.['Contexts'] ?? failed?.['PhaseContext']);
  const message = contexts.map((c) => textOf(c['Message'])).find((said) => said !== '');
  const where = failed ? ` in ${textOf(failed['PhaseType']) || 'a phase of no name'}` : '';
  const log = textOf((build['Logs'] as Part | undefined)?.['DeepLink']);
  return cut(
    `the build ${textOf(build['BuildStatus']).toLowerCase()}${where}${message ? `: ${message}` : ''}${log ? ` (log: ${log})` : ''}`,
    LONGEST,
  );
}

/** The objects in a list; none of what is no list. */
const partsOf = (list: unknown): Part[] =>
  Array.isArray(list) ? list.filter((part): part is Part => typeof part === 'object' && part !== null) : [];

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function parseObject(text: string | undefined): Part | undefined {
  if (!text?.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Part;
  } catch {
    return undefined;
  }
}
