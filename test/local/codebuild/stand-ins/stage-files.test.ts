import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDockerfile } from '#local/codebuild/stand-ins/dockerfile.ts';
import { stageFiles } from '#local/codebuild/stand-ins/stage-files.ts';

function staged(files: Record<string, string>, ...lines: string[]): string[] {
  const context = mkdtempSync(join(tmpdir(), 'context-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(context, name)), { recursive: true });
    writeFileSync(join(context, name), content);
  }
  symlinkSync('/etc', join(context, 'outside'));
  const root = mkdtempSync(join(tmpdir(), 'root-'));
  const text = ['FROM scratch', 'WORKDIR /app', ...lines, 'CMD ["x"]'].join('\n');
  stageFiles(readDockerfile(text, {}), context, root);
  return filesUnder(root).map((file) => file.slice(root.length));
}

/** Links count as files: they are not followed. */
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();

describe('laying out the files of an image', () => {
  const files = { 'a.js': '', 'a.test.js': '', 'lib/b.js': '', '.git/HEAD': 'x', 'node_modules/x/y.js': '' };

  it('leaves out .git always, and what .dockerignore says last', () => {
    const dockerignore = '# why\nnode_modules\n**/*.js\n!lib\n!a.js\n';
    expect(staged({ ...files, '.dockerignore': dockerignore }, 'COPY . .')).toEqual([
      '/app/.dockerignore',
      '/app/a.js',
      '/app/lib/b.js',
      '/app/outside',
    ]);
  });

  it('puts files under the name or into the folder that is named, and a folder by its content', () => {
    expect(staged(files, 'COPY a.js main.js', 'COPY *.test.js tests/', 'COPY lib deep/lib')).toEqual([
      '/app/deep/lib/b.js',
      '/app/main.js',
      '/app/tests/a.test.js',
    ]);
  });

  it.each([
    ['COPY none.js .', 'there is no such file'],
    ['COPY outside/passwd .', 'there is no such file'],
    ['COPY a.js /etc/a.js', 'files can only go into the last WORKDIR'],
  ])('refuses %s', (line, message) => {
    expect(() => staged(files, line)).toThrow(message);
  });
});
