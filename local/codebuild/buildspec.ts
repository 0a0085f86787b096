import { parse } from 'yaml';

export type CommandPhaseName = 'install' | 'pre_build' | 'build' | 'post_build';

export interface CommandPhase {
  name: CommandPhaseName;
  commands: string[];
  /** Run at the end of the phase, also when a command failed. */
  finally: string[];
  onFailure: 'ABORT' | 'CONTINUE' | undefined;
}

export interface Buildspec {
  shell: 'sh' | 'bash';
  variables: Record<string, string>;
  exportedVariables: string[];
  phases: CommandPhase[];
}

export type BuildspecResult = { ok: true; buildspec: Buildspec } | { ok: false; message: string };

const PHASES: CommandPhaseName[] = ['install', 'pre_build', 'build', 'post_build'];

/**
 * Reads a buildspec of version 0.2. The answer to a mistake names the key, as CodeBuild's YAML_FILE_ERROR does; a key
 * that AWS knows and one machine does not (`reports`, `artifacts`, `cache`, ...) is a mistake here too.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function readBuildspec(text: string): BuildspecResult {
  try {
    // "failsafe" leaves every scalar a string: a command `true` is a command, a variable `1.10` keeps its zero.
    return { ok: true, buildspec: buildspecOf(parse(text, { schema: 'failsafe' })) };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}

function buildspecOf(document: unknown): Buildspec {
  const top = mapping(document, 'buildspec', ['version', 'env', 'phases']);
  if (top['version'] !== '0.2') throw new Error(`Unsupported version: ${top['version'] ?? '(none)'}; it must be 0.2`);
  const env = mapping(top['env'] ?? {}, 'env', ['shell', 'variables', 'exported-variables']);
  const phases = mapping(top['phases'] ?? {}, 'phases', PHASES);
  const written = PHASES.filter((name) => phases[name] !== undefined);
  if (written.length === 0) throw new Error('phases: at least one phase with commands is required');
  return {
    shell: oneOf(env['shell'] ?? 'sh', ['sh', 'bash'], 'env.shell'),
    variables: strings(env['variables'] ?? {}, 'env.variables'),
    exportedVariables: list(env['exported-variables'] ?? [], 'env.exported-variables'),
    phases: written.map((name) => phaseOf(name, phases[name])),
  };
}

function phaseOf(name: CommandPhaseName, value: unknown): CommandPhase {
  const where = `phases.${name}`;
  const known = ['commands', 'finally', 'on-failure', ...(name === 'install' ? ['runtime-versions'] : [])];
  const phase = mapping(value, where, known);
  const onFailure = phase['on-failure'];
  return {
    name,
    commands: list(phase['commands'] ?? [], `${where}.commands`),
    finally: list(phase['finally'] ?? [], `${where}.finally`),
    onFailure:
      onFailure === undefined ? undefined : oneOf(onFailure, ['ABORT', 'CONTINUE'] as const, `${where}.on-failure`),
  };
}

function mapping(value: unknown, where: string, known: string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} must be a mapping`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const path = where === 'buildspec' ? unknown : `${where}.${unknown}`;
    throw new Error(`Unknown or unsupported key: ${path}; known here: ${known.join(', ')}`);
  }
  return value as Record<string, unknown>;
}

function strings(value: unknown, where: string): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} must be a mapping`);
  const wrong = Object.entries(value).find(([, item]) => typeof item !== 'string');
  if (wrong) throw new Error(`${where}.${wrong[0]} must be a string`);
  return value as Record<string, string>;
}

function list(value: unknown, where: string): string[] {
  if (!(Array.isArray(value) && value.every((item) => typeof item === 'string'))) {
    throw new Error(`${where} must be a list of strings`);
  }
  return value;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], where: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`${where}: ${String(value)} is not supported; one of ${allowed.join(', ')}`);
  return found;
}
