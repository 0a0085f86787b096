import { describe, expect, it } from 'vitest';
import { readBuildspec } from '#local/codebuild/buildspec.ts';

const mistakeIn = (text: string): string => {
  const result = readBuildspec(text);
  return result.ok ? '' : result.message;
};

describe('reading a buildspec', () => {
  it('gives the phases in CodeBuild order, whatever order they are written in', () => {
    const text = 'version: 0.2\nphases:\n  post_build: { commands: [c] }\n  install: { commands: [a] }\n';
    const result = readBuildspec(text);
    expect(result.ok && result.buildspec.phases.map((phase) => phase.name)).toEqual(['install', 'post_build']);
  });

  it('leaves values as they are written', () => {
    const text = `version: 0.2
env: { variables: { TAG: 1.10, ON: yes, EMPTY: "" } }
phases: { build: { commands: [true, 007] } }
`;
    expect(readBuildspec(text)).toMatchObject({
      ok: true,
      buildspec: { variables: { TAG: '1.10', ON: 'yes', EMPTY: '' }, phases: [{ commands: ['true', '007'] }] },
    });
  });

  const build = (more: string): string => `version: 0.2\nphases:\n  build:\n    commands: [a]\n${more}`;
  it.each([
    ['another version', 'version: 0.1\nphases: { build: { commands: [a] } }', 'Unsupported version: 0.1'],
    ['no phases', 'version: 0.2', 'at least one phase'],
    ['a misspelt phase', 'version: 0.2\nphases: { biuld: { commands: [a] } }', 'phases.biuld'],
    ['a key AWS has and we do not', build('artifacts: { files: [x] }'), 'artifacts'],
    ['a secret', build('env: { secrets-manager: { A: b } }'), 'env.secrets-manager'],
    ['a command that is a mapping', build('').replace('[a]', '[{ a: b }]'), 'phases.build.commands'],
    ['an on-failure of another kind', build('    on-failure: RETRY\n'), 'phases.build.on-failure: RETRY'],
    [
      'runtime versions outside install',
      build('    runtime-versions: { nodejs: 22 }\n'),
      'phases.build.runtime-versions',
    ],
    ['a shell of another kind', build('env: { shell: powershell }'), 'env.shell: powershell'],
    ['text that is no YAML', 'version: [', ''],
    ['a list', '- a', 'buildspec must be a mapping'],
  ])('names the place of %s', (_what, text, message) => {
    expect(readBuildspec(text).ok).toBe(false);
    expect(mistakeIn(text)).toContain(message);
  });
});
