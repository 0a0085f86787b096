import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...IDENTITY, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

export interface BareRepository {
  directory: string;
  /** Commits these files (and those of `template`) on main; returns the commit's hash. */
  commit(files: Record<string, string>, template?: string): string;
}

export function bareRepository(): BareRepository {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  const directory = join(root, 'bare.git');
  const work = join(root, 'work');
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', directory);
  git(root, 'init', '--quiet', '--initial-branch=main', work);
  return {
    directory,
    commit(files, template) {
      if (template) cpSync(template, work, { recursive: true });
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(work, name)), { recursive: true });
        writeFileSync(join(work, name), content);
      }
      git(work, 'add', '--all');
      git(work, 'commit', '--quiet', '--allow-empty', '--message', 'change');
      git(work, 'push', '--quiet', '--force', directory, 'HEAD:main');
      return git(work, 'rev-parse', 'HEAD');
    },
  };
}
